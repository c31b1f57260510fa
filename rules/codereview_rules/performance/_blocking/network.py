"""Blocking network clients. Source: the public documentation of each package."""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group

_VERBS = "get,post,put,patch,delete,head,options,request"


_POOLS = (
    "urllib3.PoolManager,urllib3.ProxyManager,urllib3.HTTPConnectionPool,urllib3.HTTPSConnectionPool,"
    "urllib3.connection_from_url,urllib3.proxy_from_url,urllib3.connectionpool.ConnectionPool,"
    "urllib3.connectionpool.HTTPConnectionPool,urllib3.connectionpool.HTTPSConnectionPool,"
    "urllib3.connectionpool.connection_from_url,urllib3.poolmanager.ProxyManager,"
    "urllib3.poolmanager.proxy_from_url,urllib3.request.RequestMethods"
)


def _network(instead: str, calls: str, confidence: Confidence = Confidence.HIGH, edit: bool = True) -> Group:
    return Group("network", Severity.HIGH, confidence, instead, calls, edit=edit)


HTTP = _network(
    "httpx.AsyncClient or aiohttp",
    f"""
    requests.{{{_VERBS},connect,trace}} requests.Session().{{{_VERBS},send}}
    {{httpx,httpx2}}.{{{_VERBS},stream,connect,trace}} {{httpx,httpx2}}.Client().{{{_VERBS},send,stream}}
    httpcore.ConnectionPool().{{request,stream,handle_request}} niquests.{{{_VERBS}}}
        niquests.Session().{{{_VERBS},send}}
    requests_html.HTMLSession().{{{_VERBS}}} requests_cache.CachedSession().{{{_VERBS},send}}
    requests_oauthlib.{{OAuth1Session,OAuth2Session}}().{{{_VERBS},fetch_token,refresh_token,
        fetch_access_token}}
    requests_toolbelt.sessions.BaseUrlSession().{{{_VERBS}}} cloudscraper.create_scraper().{{{_VERBS}}}
    curl_cffi.requests.{{{_VERBS}}} curl_cffi.requests.Session().{{{_VERBS}}}
        tls_client.Session().{{{_VERBS}}}
    authlib.integrations.requests_client.OAuth2Session().{{{_VERBS},fetch_token}}
    urllib3.request {{{_POOLS}}}().*
    -urllib3.PoolManager().{{connection_from_url,connection_from_host,connection_from_context}}
    urllib3.PoolManager().connection_from_url().{{request,urlopen}}
        urllib3.PoolManager().connection_from_host().{{request,urlopen}}
    urllib.request.{{urlopen,urlretrieve,build_opener().open,OpenerDirector().open}}
    urllib.request.urlopen().{{read,readline,readlines}} httplib2.Http().request pycurl.Curl().perform
    http.client.{{HTTPConnection,HTTPSConnection}}().{{request,getresponse,connect,send,endheaders,
        getresponse().read}}
    xmlrpc.client.ServerProxy().** zeep.Client zeep.Client().service.** trafilatura.fetch_url
    wget.download gdown.download newspaper.Article().download
    """,
)  # fmt: skip
CLOSE = Group(
    "network",
    Severity.LOW,
    Confidence.LOW,
    "httpx.AsyncClient and its aclose()",
    "{httpx,httpx2}.Client().close",
    direct=True,
)
SOCKET = _network(
    "asyncio streams, loop.sock_* or loop.getaddrinfo",
    """
    socket.{gethostbyname,gethostbyname_ex,gethostbyaddr,getaddrinfo,getnameinfo,getfqdn,create_connection}
    ssl.get_server_certificate dns.resolver.{resolve,query,resolve_address}
        dns.resolver.Resolver().{resolve,query}
    whois.whois ping3.ping icmplib.{ping,multiping,traceroute} ntplib.NTPClient().request
        nmap.PortScanner().scan
    """,
)
SOCKET_OBJECT = _network(
    "asyncio streams or loop.sock_*",
    """
    {socket.socket,socket.create_connection}().{connect,accept,recv,recvfrom,recv_into,recvfrom_into,recvmsg,
        send,sendall,sendto,sendmsg,sendfile}
    {ssl.SSLSocket,ssl.wrap_socket,ssl.SSLContext().wrap_socket,ssl.create_default_context().wrap_socket}().{
        connect,accept,recv,recv_into,read,send,sendall,write,do_handshake}
    """,
    Confidence.MEDIUM,
    False,
)
MAIL = _network(
    "aiosmtplib, aioimaplib, or asyncio.to_thread around the whole exchange",
    """
    smtplib.SMTP smtplib.SMTP().{connect,login,starttls,sendmail,send_message,ehlo,helo,noop,quit,verify}
    smtplib.LMTP imaplib.{IMAP4,IMAP4_SSL} imaplib.{IMAP4,IMAP4_SSL}().* poplib.{POP3,POP3_SSL}
        poplib.{POP3,POP3_SSL}().*
    ftplib.{FTP,FTP_TLS} ftplib.{FTP,FTP_TLS}().* telnetlib.Telnet telnetlib.Telnet().* yagmail.SMTP().send
    django.core.mail.{send_mail,send_mass_mail,mail_admins,mail_managers} django.core.mail.{EmailMessage,
        EmailMultiAlternatives}().send
    flask_mail.Mail().send imap_tools.MailBox().{login,fetch}
    """,
    edit=False,
)
GOOGLE = _network(
    "asyncio.to_thread, or the library's asynchronous client",
    """
    googleapiclient.discovery.build()~{execute,next_chunk} googleapiclient.discovery.Resource()~{execute,
        next_chunk}
    googleapiclient.http.{MediaIoBaseDownload,HttpRequest}().{next_chunk,execute}
    google.oauth2.id_token.{verify_oauth2_token,verify_firebase_token,verify_token,fetch_id_token}
    google.oauth2.credentials.Credentials().refresh
        google.oauth2.service_account.Credentials.from_service_account_file().refresh
    google_auth_oauthlib.flow.Flow.from_client_config().fetch_token
        google.auth.transport.requests.AuthorizedSession().{get,post,put,patch,delete,request}
    google_auth_oauthlib.flow.InstalledAppFlow~{run_local_server,fetch_token}
    google.cloud.storage.Client~{get_bucket,create_bucket,list_blobs,list_buckets,get_blob,
        upload_from_filename,upload_from_string,upload_from_file,download_to_filename,download_to_file,
        download_as_bytes,download_as_string,download_as_text,download_blob_to_file,delete,exists,reload,
        patch,make_public,rewrite,compose,copy_blob}
    google.cloud.bigquery.Client().{query,query_and_wait,get_table,create_table,create_dataset,insert_rows,
        insert_rows_json,list_rows,load_table_from_dataframe,load_table_from_uri,delete_table}
    google.cloud.bigquery.Client().{query,load_table_from_uri,load_table_from_dataframe}().{result,
        to_dataframe}
    google.cloud.firestore.Client()~{get,set,update,delete,add,create,stream,commit,get_all}
        google.cloud.firestore_v1.Client()~{get,set,update,delete,add,stream}
    google.cloud.pubsub_v1.PublisherClient().publish().result google.cloud.datastore.Client().{get,put,
        delete,get_multi,put_multi}
    google.cloud.secretmanager.SecretManagerServiceClient().{access_secret_version,get_secret,list_secrets,
        create_secret,add_secret_version}
    google.cloud.tasks_v2.CloudTasksClient().{create_task,list_tasks,delete_task}
    google.cloud.{speech,speech_v1}.SpeechClient().{recognize,long_running_recognize}
        google.cloud.texttospeech.TextToSpeechClient().synthesize_speech
    google.cloud.{vision,vision_v1}.ImageAnnotatorClient().** google.cloud.translate_v2.Client().translate
        google.cloud.translate.TranslationServiceClient().translate_text
    google.generativeai.GenerativeModel().{generate_content,count_tokens,start_chat().send_message}
        google.generativeai.{embed_content,upload_file,list_models}
    google.genai.Client().{models,chats,files,caches,tunings,operations,batches}.**
        google.genai.Client().chats.create().{send_message,send_message_stream}
    -google.genai.Client().chats.create
    {vertexai.generative_models,vertexai.preview.generative_models}.GenerativeModel().{generate_content,
        count_tokens}
    gspread~{open,open_by_key,open_by_url,get_all_records,get_all_values,append_row,append_rows,update_cell,
        worksheets,add_worksheet}
    gspread.{service_account,service_account_from_dict,authorize,oauth}().{open,open_by_key,open_by_url}()~{
        worksheet,get_worksheet,get_all_records,get_all_values,get_values,row_values,col_values,find,findall,cell,
        append_row,append_rows,update,update_cell,update_cells,batch_update,batch_clear,clear,delete_rows}
    firebase_admin.auth.{verify_id_token,verify_session_cookie,get_user,get_user_by_email,create_user,
        update_user,delete_user,revoke_refresh_tokens}
    firebase_admin.messaging.{send,send_all,send_each,send_multicast,send_each_for_multicast,
        subscribe_to_topic}
    firebase_admin.db.reference()~{get,set,push,update,delete} firebase_admin.firestore.client()~{get,set,
        update,delete,add,stream,create,commit}
    """,
)  # fmt: skip
AWS = _network(
    "aioboto3 or asyncio.to_thread",
    """
    {boto3.client,botocore.session.get_session().create_client,botocore.session.Session().create_client}().*
    -boto3.client().{generate_presigned_url,generate_presigned_post,get_paginator,get_waiter,can_paginate,
        close}
    boto3.client().get_waiter().wait boto3.client().get_paginator().paginate().{__iter__,build_full_result,
        search}
    boto3.resource()~{upload_file,upload_fileobj,download_file,download_fileobj,put_object,get,put,delete,
        copy,copy_from,load,reload,put_item,get_item,update_item,delete_item,query,scan,batch_get_item,
        batch_write_item,send_message,send_messages,receive_messages,publish,start,stop,terminate,reboot,
        wait_until_exists,wait_until_running,create_table,create_bucket,create_queue,get_queue_by_name}
    """,
)  # fmt: skip
AZURE = _network(
    "the client of the same name in the package's aio module, or asyncio.to_thread",
    """
    azure.storage.blob.{BlobServiceClient,ContainerClient,BlobClient}~{upload_blob,download_blob,
        delete_blob,list_blobs,readall,readinto,create_container,delete_container,exists,
        get_blob_properties,list_containers,get_container_properties}
    azure.identity.{DefaultAzureCredential,ClientSecretCredential,ManagedIdentityCredential}().get_token
    azure.keyvault.secrets.SecretClient().* azure.cosmos.CosmosClient~{read_item,create_item,upsert_item,
        query_items,replace_item,delete_item,create_database_if_not_exists,create_container_if_not_exists}
    azure.servicebus.ServiceBusClient~{send_messages,receive_messages}
        azure.storage.queue.QueueClient~{send_message,receive_messages,receive_message}
    azure.ai.inference.ChatCompletionsClient().complete azure.search.documents.SearchClient().{search,
        upload_documents,delete_documents,get_document}
    """,
)  # fmt: skip
# it has no asynchronous client
MSAL = _network(
    "asyncio.to_thread",
    """
    msal.{ConfidentialClientApplication,PublicClientApplication}().{acquire_token_for_client,
        acquire_token_on_behalf_of,acquire_token_by_authorization_code,acquire_token_by_username_password}
    """,
)
GROUPS = (HTTP, CLOSE, SOCKET, SOCKET_OBJECT, MAIL, GOOGLE, AWS, AZURE, MSAL)
