"""Blocking callables of the standard library: pauses, processes, threads, terminals and files.

Source: the public documentation of Python 3.
"""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group

_THREAD = "asyncio.to_thread"
_OPENERS = (
    "builtins.open,io.open_code,os.fdopen,codecs.open,pathlib.Path().open,gzip.open,gzip.GzipFile,bz2.open,bz2.BZ2File,"
    "lzma.open,lzma.LZMAFile,tempfile.NamedTemporaryFile,tempfile.TemporaryFile,io.FileIO,io.TextIOWrapper,"
    "io.BufferedReader,io.BufferedWriter,io.BufferedRandom,io.BufferedRWPair,zipfile.ZipFile().open,"
    "tarfile.open().extractfile"
)
# A future that was only declared, or made and set by hand, does not tell that somebody still works for it.
_FUTURES = (
    "concurrent.futures.ThreadPoolExecutor().submit(),"
    "concurrent.futures.ProcessPoolExecutor().submit(),"
    "asyncio.run_coroutine_threadsafe()"
)

SLEEP = Group("sleep", Severity.HIGH, Confidence.HIGH, "await asyncio.sleep()", "time.sleep", edit=True)
MEASURE = Group(
    "sleep",
    Severity.MEDIUM,
    Confidence.HIGH,
    "interval=None and await asyncio.sleep(), or asyncio.to_thread",
    "psutil.{cpu_percent,cpu_times_percent} psutil.Process().cpu_percent",
    edit=True,
)
PROCESS = Group(
    "subprocess",
    Severity.HIGH,
    Confidence.HIGH,
    "asyncio.create_subprocess_exec, or asyncio.to_thread",
    """
    subprocess.{run,call,check_call,check_output,getoutput,getstatusoutput}
    subprocess.Popen().{wait,communicate} subprocess.Popen().{stdout,stderr}.{read,readline,readlines,
        __iter__}
    os.{system,popen,posix_spawn,posix_spawnp,spawnl,spawnle,spawnlp,spawnlpe,spawnv,spawnve,spawnvp,
        spawnvpe}
    os.popen().{read,readline,readlines} os.{wait,wait3,wait4,waitid,waitpid}
    pexpect.run pexpect.spawn().{expect,expect_exact,read,readline,wait} psutil.Process().wait
        psutil.wait_procs
    ffmpeg.{run,probe} ffmpeg~{run} invoke.run plumbum.local[]
    """,
    edit=True,
)
# of a local repository: a process of some ten milliseconds each
GIT = Group(
    "subprocess",
    Severity.MEDIUM,
    Confidence.HIGH,
    "asyncio.create_subprocess_exec, or asyncio.to_thread",
    "git.Repo().git.** git.Repo().index.commit",
)
START = Group(
    "subprocess",
    Severity.MEDIUM,
    Confidence.LOW,
    "asyncio.create_subprocess_exec",
    "subprocess.Popen pexpect.spawn",
)
WAIT = Group(
    "waiting for a thread",
    Severity.HIGH,
    Confidence.HIGH,
    "await asyncio.wrap_future(), an asyncio primitive or asyncio.to_thread",
    f"""
    {{{_FUTURES}}}.{{result,exception}}
    concurrent.futures.{{wait,as_completed}}
    select.{{select,poll().poll,epoll().poll}} selectors.{{DefaultSelector,SelectSelector,PollSelector,
        EpollSelector}}().select
    signal.{{pause,sigwait,sigwaitinfo,sigtimedwait}}
    threading.Thread().join threading.Event().wait threading.Condition().{{wait,wait_for}}
        threading.Barrier().wait
    multiprocessing.Process().join multiprocessing.Pool().{{map,starmap,apply,join}}
    multiprocessing.pool.{{Pool,ThreadPool}}().{{map,starmap,apply,join}}
    multiprocessing.Queue().get multiprocessing.connection.Connection().recv
    concurrent.futures.{{ThreadPoolExecutor,ProcessPoolExecutor}}().map().__iter__
    queue.{{Queue,LifoQueue,PriorityQueue,SimpleQueue}}().{{get,join}}
    """,
)
END = Group(
    "waiting for a thread",
    Severity.MEDIUM,
    Confidence.LOW,
    "asyncio.to_thread",
    "concurrent.futures.{ThreadPoolExecutor,ProcessPoolExecutor}().shutdown",
)
LOCK = Group(
    "waiting for a thread",
    Severity.MEDIUM,
    Confidence.LOW,
    "asyncio.Lock",
    "threading.{Lock,RLock,Semaphore,BoundedSemaphore,Condition}().acquire "
    "multiprocessing.{Lock,RLock}().acquire "
    "filelock.{FileLock,SoftFileLock}().acquire fcntl.{flock,lockf}",
)
LOOP = Group(
    "nested event loop",
    Severity.HIGH,
    Confidence.MEDIUM,
    "await on the coroutine itself",
    "asyncio.run asyncio.{get_event_loop,new_event_loop,get_running_loop}().{run_until_complete,run_forever} "
    "asgiref.sync.async_to_sync()",
    direct=True,
)
INPUT = Group(
    "terminal input",
    Severity.HIGH,
    Confidence.HIGH,
    "asyncio.to_thread",
    """
    builtins.input getpass.getpass click.{prompt,confirm,pause} typer.{prompt,confirm}
    sys.stdin.{read,readline,readlines,__iter__}
    rich.prompt.{Prompt,Confirm,IntPrompt}.ask inquirer.prompt rich.console.Console().input
    """,
    edit=True,
)
OPEN = Group(
    "file",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    "aiofiles, anyio.open_file, or the whole reading or writing in asyncio.to_thread",
    """
    builtins.open io.open_code os.fdopen codecs.open pathlib.Path().open io.FileIO
    gzip.{open,GzipFile} bz2.{open,BZ2File} lzma.{open,LZMAFile} zipfile.ZipFile tarfile.{open,TarFile,
        TarFile.open}
    fileinput.input shelve.open dbm.open h5py.File mmap.mmap
    """,
)
HANDLE = Group(
    "file",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    OPEN.instead,
    f"""
    {{{_OPENERS}}}().{{read,read1,readall,readinto,readinto1,readline,readlines,write,writelines,flush,peek,
        truncate}}
    {{{_OPENERS}}}().{{__iter__,seek,tell,detach,close}}
    {{zipfile.ZipFile,zipfile.ZipFile().open}}().{{read,write,writestr,extract,extractall,open,testzip}}
    {{tarfile.open,tarfile.TarFile}}().{{extract,extractall,add,addfile,extractfile,getmembers}}
    """,
    follows=True,
)
HANDLE_LOW = Group(
    "file",
    Severity.LOW,
    Confidence.LOW,
    OPEN.instead,
    """
    typing.{IO,TextIO,BinaryIO}().{read,readline,readlines,write,writelines}
    {fastapi.UploadFile,starlette.datastructures.UploadFile}().file.{read,readline,readlines,write}
    """,
)
FILE = Group(
    "file",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    f"anyio.Path, aiofiles or {_THREAD}",
    """
    compileall.compile_dir filecmp.{cmpfiles,dircmp} shutil.{copyfileobj,copytree,make_archive,unpack_archive}
    """,
    edit=True,
)
# one file, or the names in a folder: as a rule soon done
COPY = Group(
    "file",
    Severity.LOW,
    Confidence.LOW,
    FILE.instead,
    """
    pathlib.Path().{read_bytes,write_bytes,rglob,walk,copy,copy_into,move,move_into} os.{walk,fwalk}
    wave.open importlib.resources.read_binary shutil.{copy,copy2,copyfile,move,rmtree} glob.{glob,iglob}
    configparser.{ConfigParser,RawConfigParser}().read linecache.{getline,getlines} filecmp.cmp
    py_compile.compile os.{read,write,fsync,sendfile,copy_file_range,ftruncate}
    """,
    edit=True,
)
TEXT = Group(
    "file",
    Severity.MEDIUM,
    Confidence.LOW,
    FILE.instead,
    "pathlib.Path().{read_text,write_text} importlib.resources.{read_text,files().read_text}",
    edit=True,
)
LOADING = Group(
    "file",
    Severity.LOW,
    Confidence.LOW,
    _THREAD,
    """
    ssl.create_default_context importlib.import_module logging.config.fileConfig
    {ssl.SSLContext,ssl.create_default_context}().{load_default_certs,load_verify_locations,load_cert_chain}
    {ssl.SSLContext,ssl.create_default_context}().set_default_verify_paths
    """,
    direct=True,
)
CHANGE = Group(
    "file system",
    Severity.LOW,
    Confidence.LOW,
    f"anyio.Path, aiofiles.os or {_THREAD}",
    """
    pathlib.Path().{unlink,mkdir,rmdir,rename,replace,touch,symlink_to,hardlink_to,link_to,chmod,lchmod,
        iterdir,glob}
    os.{remove,unlink,rename,renames,replace,mkdir,makedirs,rmdir,removedirs,listdir,scandir,link,symlink,
        truncate}
    os.{open,chmod,chown,lchown,mkfifo,mknod,utime,sync}
    tempfile.{NamedTemporaryFile,TemporaryFile,TemporaryDirectory,mkstemp,mkdtemp}
    tempfile.TemporaryDirectory().cleanup shutil.{chown,
        copymode,copystat}
    """,
    direct=True,
    edit=True,
)
METADATA = Group(
    "file system",
    Severity.LOW,
    Confidence.LOW,
    f"anyio.Path, aiofiles.os or {_THREAD}",
    """
    os.path.{exists,lexists,isfile,isdir,islink,ismount,isjunction,isdevdrive,getsize,getmtime,getatime,
        getctime}
    os.path.{realpath,abspath,relpath,expanduser,samefile,sameopenfile}
    os.{getcwd,stat,lstat,fstat,access,readlink,statvfs,fstatvfs}
    pathlib.Path().{exists,is_file,is_dir,is_symlink,is_mount,is_block_device,is_char_device,is_fifo,
        is_socket,is_junction}
    pathlib.Path().{stat,lstat,samefile,owner,group,readlink,resolve,absolute,expanduser}
    pathlib.Path.{cwd,home} shutil.{which,disk_usage}
    """,
    direct=True,
    edit=True,
)
GROUPS = (
    SLEEP, MEASURE, PROCESS, GIT, START, WAIT, END, LOCK, LOOP, INPUT, OPEN, HANDLE, HANDLE_LOW, FILE, COPY, TEXT,
    LOADING, CHANGE, METADATA,
)  # fmt: skip
