"""Blocking clients of hosted services, remote machines and brokers.

Source: the public documentation of each package.
"""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group


def _network(instead: str, calls: str, confidence: Confidence = Confidence.HIGH, edit: bool = True) -> Group:
    return Group("network", Severity.HIGH, confidence, instead, calls, edit=edit)


OPENAI = _network(
    "the library's asynchronous client (AsyncOpenAI, AsyncAzureOpenAI)",
    """
    openai.{OpenAI,AzureOpenAI}().{chat,completions,embeddings,images,audio,files,models,moderations,
        responses,beta,batches,fine_tuning,vector_stores,uploads,conversations}.**
    -openai.{OpenAI,AzureOpenAI}().vector_stores.query
    openai.{chat,completions,embeddings,images,audio,files,models,moderations,responses,beta,batches}.**
    openai.{ChatCompletion,Completion,Embedding,Image,Audio,Moderation,Edit,File,Model}.{create,retrieve,
        list,transcribe,translate,delete}
    """,
)  # fmt: skip
ANTHROPIC = _network(
    "the library's asynchronous client",
    """
    anthropic.{Anthropic,AnthropicBedrock,AnthropicVertex}().{messages,completions,beta,models}.**
    groq.Groq().{chat,audio,models,embeddings}.** together.Together().{chat,completions,images,embeddings,
        models,files}.**
    cohere.{Client,ClientV2}().{chat,chat_stream,generate,embed,rerank,classify,summarize,tokenize,
        detokenize}
    mistralai.Mistral().{chat,embeddings,files,agents,fim,ocr,models}.{complete,stream,create,list,upload,
        process,retrieve}
    ollama.{chat,generate,embed,embeddings,pull,push,list,show,create,delete} ollama.Client().{chat,
        generate,embed,embeddings,pull,push,list,show,create,delete}
    litellm.{completion,embedding,text_completion,image_generation,transcription,speech,moderation,rerank}
    replicate.{run,stream} replicate.Client().run replicate.predictions.create fal_client.{run,subscribe,
        submit,upload_file}
    huggingface_hub.{hf_hub_download,snapshot_download,list_models,model_info,upload_file,upload_folder,
        login,whoami,create_repo}
    huggingface_hub.InferenceClient().* huggingface_hub.HfApi().* datasets.load_dataset
    langchain_openai.{ChatOpenAI,AzureChatOpenAI,OpenAI,OpenAIEmbeddings,AzureOpenAIEmbeddings}().{invoke,
        stream,batch,predict,generate,embed_query,embed_documents}
    langchain_anthropic.ChatAnthropic().{invoke,stream,batch}
        langchain_google_genai.ChatGoogleGenerativeAI().{invoke,stream,batch}
    langchain_ollama.{ChatOllama,OllamaLLM}().{invoke,stream,batch} langchain_community.{chat_models,
        llms}~{invoke,predict}
    {langchain.chains,langchain.agents}~{run,invoke,predict} elevenlabs.{generate,
        client.ElevenLabs().generate}
    deepgram.DeepgramClient~{transcribe_file,transcribe_url} assemblyai.Transcriber().transcribe
    """,
)  # fmt: skip
SERVICES = _network(
    "the library's asynchronous client where it has one, or asyncio.to_thread",
    """
    stripe.**{create,retrieve,modify,list,delete,cancel,confirm,capture,search,finalize_invoice,pay,attach,
        detach,update,void_invoice,send_invoice,create_reversal,upcoming}
    stripe.StripeClient().**{create,retrieve,list,update,delete,cancel,search}
        -stripe.webhook.Webhook.construct_event
    twilio.rest.Client().**{create,fetch,list,update,delete} twilio.rest.Client()~{create,fetch,list,update,
        delete}
    sendgrid.{SendGridAPIClient,sendgrid.SendGridAPIClient}().{send,client.mail.send.post}
        resend.Emails.{send,get} resend.Batch.send
    mailjet_rest.Client().** postmarker.core.PostmarkClient().emails.send razorpay.Client().**{create,fetch,
        all,capture}
    slack_sdk.WebClient().* slack_sdk.web.WebClient().* slack_sdk.webhook.WebhookClient().send
        slack.WebClient().*
    telebot.TeleBot().{send_message,send_photo,send_document,reply_to,polling,infinity_polling,
        edit_message_text,get_file,download_file}
    github.Github().{get_repo,get_user,get_organization,search_repositories,search_issues,search_code,
        get_rate_limit}
    github.Github().{get_repo,get_user,get_organization}()~{get_issue,get_issues,get_pull,get_pulls,
        get_contents,get_commits,get_branch,create_issue,create_pull,create_file,update_file,create_comment,
        create_issue_comment,get_repos,get_git_ref,create_git_ref,edit,merge}
    gitlab.Gitlab()~{get,list,create,save,delete,auth,all,http_get,http_list,http_post,http_put,http_delete}
        git.Repo.clone_from
        git.Repo().git.{pull,push,fetch,clone} git.Repo().remote().{pull,push,fetch}
    git.Repo().remotes.origin.{pull,push,fetch} dulwich.porcelain.{clone,fetch,pull,
        push}
    jira.JIRA jira.JIRA().* atlassian.{Jira,Confluence}().* notion_client.Client().**
        simple_salesforce.Salesforce().**
    tweepy.API().* tweepy.Client().* praw.Reddit()~{submit,reply,delete,edit} wikipedia.{page,search,
        summary}
    praw.Reddit().subreddit().{hot,new,top,rising,controversial,search}().__iter__
    praw.Reddit().subreddit().stream.{submissions,comments}().__iter__
    yfinance.download yfinance.Ticker().{history,get_info,option_chain} yt_dlp.YoutubeDL().{extract_info,
        download} youtube_dl.YoutubeDL().{extract_info,download}
    pytube.YouTube()~{download,first} youtube_transcript_api.YouTubeTranscriptApi.{get_transcript,
        list_transcripts} youtube_transcript_api.YouTubeTranscriptApi().{fetch,list}
    duckduckgo_search.DDGS().{text,news,images,videos,chat,answers} ddgs.DDGS().{text,news,images,videos}
        googlesearch.search tavily.TavilyClient().{search,extract,get_search_context}
    geopy.geocoders.{Nominatim,GoogleV3}().{geocode,reverse} keycloak.{KeycloakOpenID,
        KeycloakAdmin}().{token,userinfo,introspect,logout,refresh_token,create_user,get_user,get_users,
        delete_user,public_key}
    jwt.PyJWKClient().{get_signing_key_from_jwt,get_signing_key,get_jwk_set,fetch_data}
    selenium.webdriver.{Chrome,Firefox,Edge,Remote,Safari} selenium.webdriver.{Chrome,Firefox,Edge,Remote,
        Safari}().{get,find_element,find_elements,execute_script,save_screenshot,refresh,quit}
    selenium.webdriver.support.ui.WebDriverWait().until playwright.sync_api.sync_playwright
    web3.Web3().eth.{get_block,get_balance,get_transaction,get_transaction_receipt,get_transaction_count,
        send_raw_transaction,wait_for_transaction_receipt,call,estimate_gas,get_logs}
    gtts.gTTS().{save,write_to_fp} speech_recognition.Recognizer().{listen,recognize_google,
        recognize_sphinx} pusher.Pusher().trigger
    supabase.create_client()~{execute,upload,download,remove,sign_in_with_password,sign_up,sign_out,
        get_user,invoke} supabase.Client()~{execute,upload,download,remove,get_user}
    minio.Minio().{put_object,get_object,fput_object,fget_object,remove_object,stat_object,make_bucket,
        bucket_exists,list_buckets,copy_object,list_objects}
    hvac.Client().**{read_secret_version,read_secret,create_or_update_secret,login,read,write,list}
        consul.Consul().**{get,put,register,service}
    ldap3.Connection().{bind,search,add,modify,delete,unbind,open,start_tls}
        ldap.initialize().{simple_bind_s,search_s,modify_s,add_s,bind_s}
    nltk.download spacy.cli.download
    """,
)  # fmt: skip
REMOTE = _network(
    "asyncssh, aiodocker, kubernetes_asyncio, or asyncio.to_thread",
    """
    paramiko.SSHClient().{connect,exec_command,open_sftp,invoke_shell}
        paramiko.SSHClient().exec_command()~{read,readlines,recv_exit_status}
    paramiko.SSHClient().open_sftp().{get,put,open,listdir,stat,remove,mkdir,listdir_attr,getfo,putfo}
        paramiko.SFTPClient.from_transport().{get,put,listdir,open,remove}
    paramiko.Transport().connect fabric.Connection().{run,sudo,put,get,local,open} pysftp.Connection
        pysftp.Connection().* netmiko.ConnectHandler
    netmiko.ConnectHandler().{send_command,send_config_set,find_prompt,disconnect}
    docker.from_env().{ping,info,version,login,df,containers,images,volumes,networks,services,swarm,api}.**
        docker.from_env().{ping,info,version,login,df}
    docker.DockerClient().{ping,info,version,login,df,containers,images,volumes,networks,services,swarm,
        api}.** docker.DockerClient().{ping,info,version}
    docker.APIClient().* -docker.APIClient().{create_host_config,create_networking_config,create_endpoint_config,
        create_container_config,close} docker.{from_env,DockerClient}().containers.{get,run,create}()~{start,stop,kill,
        restart,remove,wait,logs,exec_run,reload,stats,put_archive,get_archive,commit,pause,unpause}
    kubernetes.client.{CoreV1Api,AppsV1Api,BatchV1Api,CustomObjectsApi,NetworkingV1Api,
        RbacAuthorizationV1Api,ApiextensionsV1Api}().* kubernetes.watch.Watch().stream().__iter__
    zmq.Context().socket().{recv,
        recv_string,recv_json,recv_pyobj,recv_multipart}
    zmq.Context.instance().socket().{recv,recv_string,recv_json,recv_multipart} websocket.create_connection
        websocket.WebSocketApp().run_forever
    websocket.create_connection().{send,recv} websockets.sync.client.connect
        websockets.sync.client.connect().{send,recv}
    """,
)  # fmt: skip
SERIAL = _network(
    "pyserial-asyncio, or asyncio.to_thread", "serial.Serial().{read,readline,readlines,read_until,flush}"
)
KAFKA = _network(
    "aiokafka or asyncio.to_thread",
    """
    kafka.{KafkaProducer,KafkaConsumer} kafka.KafkaProducer().{flush,send().get}
        kafka.KafkaConsumer().{poll,commit,__iter__}
    confluent_kafka.Producer().flush confluent_kafka.Consumer().{poll,consume,commit,list_topics}
        confluent_kafka.admin.AdminClient().list_topics
    """,
)
RABBIT = _network(
    "aio-pika or asyncio.to_thread",
    """
    pika.BlockingConnection pika.BlockingConnection().channel
        pika.BlockingConnection().{process_data_events,close}
    pika.BlockingConnection().channel().{basic_publish,basic_get,basic_consume,queue_declare,
        exchange_declare,queue_bind,start_consuming,basic_ack,queue_delete}
    """,
)  # fmt: skip
MQTT = _network(
    "aiomqtt or asyncio.to_thread",
    "paho.mqtt.client.Client().{connect,loop_forever} paho.mqtt.publish.{single,multiple}",
)
# they have no asynchronous client, and whatever broker they are configured with
QUEUES = _network(
    "asyncio.to_thread",
    """
    celery.result.AsyncResult().{get,wait,join} celery.Celery().{AsyncResult().get,control.inspect().active}
    stomp.Connection().{connect,send} nsq.run
    """,
)
# one message, by a connection that is kept: see `extent.measured` for those that are sent in a loop
QUEUED = QUEUES._replace(
    severity=Severity.MEDIUM,
    calls="celery.Celery().send_task rq.Queue().{enqueue,enqueue_call,enqueue_in,enqueue_at}",
)
DISCOVERY = _network(
    "asyncio.to_thread",
    "googleapiclient.discovery.build google.auth.default feedparser.parse kafka.KafkaProducer().send "
    "mcstatus.JavaServer.lookup",  # it asks for a name alone, and nobody if it is given a port
    Confidence.LOW,
)
GROUPS = (OPENAI, ANTHROPIC, SERVICES, REMOTE, SERIAL, KAFKA, RABBIT, MQTT, QUEUES, QUEUED, DISCOVERY)
