"""Calls that keep the processor, and with it the event loop, busy.

Source: the public documentation of each package.
"""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group

_THREAD = "asyncio.to_thread"
_AUTO = (
    "AutoModel,AutoModelForCausalLM,AutoModelForSeq2SeqLM,AutoModelForSequenceClassification,AutoModelForTokenClassification,"
    "AutoModelForQuestionAnswering,AutoModelForVision2Seq,AutoModelForSpeechSeq2Seq,CLIPModel,BertModel"
)
_IMAGE = "save,resize,thumbnail,convert,rotate,filter,load,quantize,transform,crop().save,resize().save"

PASSWORD = Group(
    "password hashing",
    Severity.MEDIUM,
    Confidence.HIGH,
    _THREAD,
    """
    bcrypt.{hashpw,checkpw,kdf} argon2.PasswordHasher().{hash,verify} argon2.low_level.{hash_secret,
        hash_secret_raw,verify_secret}
    argon2.{hash_password,verify_password}
    passlib.hash.**{hash,verify,encrypt} passlib.hash~{hash,verify} passlib.context.CryptContext().{hash,
        verify,verify_and_update,encrypt}
    {pwdlib.PasswordHash,pwdlib.PasswordHash.recommended}().{hash,verify,verify_and_update}
    hashlib.{pbkdf2_hmac,scrypt} werkzeug.security.{generate_password_hash,check_password_hash}
    django.contrib.auth.hashers.{make_password,check_password} nacl.pwhash.{str,verify,argon2id.str,
        argon2id.verify,scrypt.str}
    cryptography.hazmat.primitives.kdf.scrypt.Scrypt().{derive,verify}
        cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC().{derive,verify}
    Crypto.Protocol.KDF.{PBKDF2,scrypt,bcrypt} flask_bcrypt.Bcrypt().{generate_password_hash,
        check_password_hash}
    """,
    edit=True,
)
KEYS = PASSWORD._replace(
    kind="key generation",
    calls="""
    cryptography.hazmat.primitives.asymmetric.{rsa,dsa}.generate_private_key
    cryptography.hazmat.primitives.asymmetric.dh.generate_parameters
    {Crypto,Cryptodome}.PublicKey.{RSA,DSA}.generate
    """,
)
# one picture or one short document: tens of milliseconds
IMAGE = Group(
    "image or document work",
    Severity.LOW,
    Confidence.MEDIUM,
    f"{_THREAD} or a process pool",
    f"""
    PIL.Image.{{open,new,fromarray,frombytes}}()~{{{_IMAGE}}} PIL.Image.Image()~{{{_IMAGE}}}
    cv2.{{imread,imwrite,imdecode,imencode}}
    {{pypdf,PyPDF2}}.{{PdfReader,PdfFileReader}} {{fitz,pymupdf}}.open pdfplumber.open pikepdf.open pikepdf.Pdf.open
    reportlab.pdfgen.canvas.Canvas().save fpdf.FPDF().output
    docx.Document docx.Document().save xlsxwriter.Workbook().close openpyxl.Workbook().save
    pydub.AudioSegment~{{export}} imageio.{{imread,imwrite}} skimage.io.{{imread,imsave}} soundfile.{{read,write}}
    """,
    edit=True,
)
DOCUMENT = Group(
    IMAGE.kind,
    Severity.MEDIUM,
    Confidence.MEDIUM,
    IMAGE.instead,
    """
    cv2.{VideoCapture,VideoWriter,dnn.readNet,CascadeClassifier().detectMultiScale} cv2.VideoCapture().read
    {pypdf,PyPDF2}.{PdfReader,PdfFileReader}()~{extract_text,extractText}
    {pypdf,PyPDF2}.{PdfWriter,PdfMerger}().write
    {fitz,pymupdf}.open()~{get_text,get_pixmap,save,tobytes,extract_image}
    pdfplumber.open()~{extract_text,extract_tables} pdfminer.high_level.{extract_text,extract_pages}
    reportlab.platypus.SimpleDocTemplate().build docx2txt.process pptx.Presentation pptx.Presentation().save
    mammoth.{convert_to_html,extract_raw_text} openpyxl.load_workbook openpyxl.load_workbook().save
    markitdown.MarkItDown().convert matplotlib.pyplot.savefig matplotlib.figure.Figure().savefig
    matplotlib.pyplot.figure().savefig imageio.mimsave
    pydub.AudioSegment.{from_file,from_mp3,from_ogg} librosa.load
    """,
    edit=True,
)
# recognition, browsers' engines and films: seconds
RENDER = Group(
    IMAGE.kind,
    Severity.HIGH,
    Confidence.MEDIUM,
    IMAGE.instead,
    """
    weasyprint.HTML().{write_pdf,render} pdfkit.{from_string,from_url,from_file}
    pdf2image.{convert_from_path,convert_from_bytes} pytesseract.{image_to_string,image_to_data,image_to_boxes}
    easyocr.Reader easyocr.Reader().readtext paddleocr.PaddleOCR().ocr
    docling.document_converter.DocumentConverter().convert unstructured.partition.auto.partition
    rembg.remove moviepy.editor.VideoFileClip moviepy.VideoFileClip
    """,
    edit=True,
)
FRAMES = Group(
    "reading or writing a table",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    _THREAD,
    """
    pandas.{read_csv,read_excel,read_json,read_parquet,read_sql,read_sql_query,read_sql_table,read_feather,
        read_pickle,read_html,read_xml,read_hdf,read_table,read_gbq,read_orc,ExcelFile,ExcelWriter}
    pandas.{DataFrame,concat,merge}().{to_csv,to_excel,to_parquet,to_sql,to_feather,to_pickle,to_hdf,to_gbq}
    pandas~{to_csv,to_pickle,to_excel,to_parquet,to_sql,to_feather,to_hdf,to_gbq}
    polars.{read_csv,read_parquet,read_json,read_excel,read_database,read_ipc} polars~{collect,write_csv,
        write_parquet,write_excel}
    numpy.{load,save,savez,savez_compressed,loadtxt,savetxt,genfromtxt} pyarrow.parquet.{read_table,
        write_table} geopandas.read_file
    """,
    edit=True,
)
MODEL = Group(
    "model inference or loading",
    Severity.HIGH,
    Confidence.MEDIUM,
    f"{_THREAD} or a process of its own",
    f"""
    torch.{{load,save,hub.load,jit.load}} torch.{{jit.load,load,hub.load}}() transformers.pipeline
        transformers.pipeline() transformers.**{{from_pretrained}} transformers~{{generate}}
    transformers.{{{_AUTO}}}.from_pretrained() -transformers.AutoConfig.from_pretrained
    sentence_transformers.{{SentenceTransformer,CrossEncoder}} sentence_transformers.{{SentenceTransformer,
        CrossEncoder}}().{{encode,predict,rank}}
    diffusers.**{{from_pretrained,from_single_file}}
    diffusers.{{DiffusionPipeline,StableDiffusionPipeline,StableDiffusionXLPipeline,
        AutoPipelineForText2Image,AutoPipelineForImage2Image,FluxPipeline,StableDiffusionImg2ImgPipeline,
        StableDiffusionInpaintPipeline}}.from_pretrained()
    diffusers.{{DiffusionPipeline,StableDiffusionPipeline,StableDiffusionXLPipeline,
        AutoPipelineForText2Image,FluxPipeline}}.from_pretrained().to()
    whisper.{{load_model,transcribe}} whisper.load_model().{{transcribe,decode}} faster_whisper.WhisperModel
        faster_whisper.WhisperModel().transcribe
    whisperx.{{load_model,load_audio,align}} whisperx.load_model().transcribe
    llama_cpp.{{Llama,Llama.from_pretrained}} llama_cpp.Llama() llama_cpp.Llama().{{create_chat_completion,
        create_completion,create_embedding,embed}}
    vllm.LLM vllm.LLM().{{generate,chat,encode}} onnxruntime.InferenceSession
        onnxruntime.InferenceSession().run joblib.{{load,dump}} spacy.load spacy.load() spacy.load().pipe
    {{tensorflow.keras,keras}}.models.load_model {{tensorflow.keras,keras}}.models.load_model().predict
    ultralytics.YOLO ultralytics.YOLO() ultralytics.YOLO().{{predict,track}} fastembed.TextEmbedding
        FlagEmbedding.FlagReranker().compute_score
    face_recognition.{{load_image_file,face_encodings,face_locations}} deepface.DeepFace.{{analyze,verify,
        represent,find}}
    pyttsx3.init().{{runAndWait,save_to_file}} TTS.api.TTS().{{tts,tts_to_file}} bark.generate_audio
    langchain_huggingface.HuggingFaceEmbeddings().{{embed_query,embed_documents}}
    """,
    edit=True,
)
LAZY = Group(
    "image or document work",
    Severity.LOW,
    Confidence.LOW,
    _THREAD,
    "PIL.Image.open pydub.AudioSegment.from_wav cv2.{resize,cvtColor,GaussianBlur}",
    direct=True,
    edit=True,
)
GROUPS = (PASSWORD, KEYS, IMAGE, DOCUMENT, RENDER, FRAMES, MODEL, LAZY)
