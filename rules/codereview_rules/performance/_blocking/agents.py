"""Blocking entry points of libraries for language models: chains, stores of vectors, readers, agents; and of
small clients that bots and trading programs use.

Source: the public documentation of each package.
"""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group

_STORES = (
    "langchain_chroma,langchain_community.vectorstores,langchain.vectorstores,langchain_pinecone,langchain_qdrant,"
    "langchain_postgres,langchain_milvus,langchain_weaviate,langchain_elasticsearch,langchain_mongodb,langchain_redis"
)
_SEARCH = (
    "similarity_search,similarity_search_with_score,similarity_search_with_relevance_scores,"
    "similarity_search_by_vector,max_marginal_relevance_search,add_documents,add_texts,save_local,invoke,get_relevant_documents"
)
_MODELS = (
    "langchain_groq,langchain_mistralai,langchain_cohere,langchain_aws,langchain_google_vertexai,"
    "langchain_deepseek,langchain_fireworks,langchain_together,langchain_xai,langchain_community.embeddings,"
    "langchain_community.chat_models,langchain_community.llms,langchain_nvidia_ai_endpoints"
)

# of ccxt's synchronous half: ccxt.async_support and ccxt.pro have the same names
_EXCHANGES = ",".join(
    f"ccxt.{name}"
    for name in "binance binanceus binanceusdm binancecoinm bybit okx kraken krakenfutures kucoin kucoinfutures "
    "coinbase bitget gate gateio mexc huobi htx bitfinex bitmex deribit phemex bitstamp hyperliquid bingx coinex "
    "upbit bithumb".split()
)

CHAINS = Group(
    "network",
    Severity.HIGH,
    Confidence.HIGH,
    "the asynchronous method of the same name (ainvoke, asimilarity_search, aload)",
    f"""
    {{{_STORES}}}~{{{_SEARCH}}} {{{_STORES}}}~{{from_documents,from_texts,load_local}}
    {{{_MODELS}}}~{{invoke,stream,batch,predict,generate,embed_query,embed_documents}}
    {{langgraph.graph.StateGraph().compile,langgraph.prebuilt.create_react_agent,langchain.agents.create_agent}}().{{
        invoke,stream,batch}}
    {{langchain_community.document_loaders,langchain.document_loaders}}~{{load,load_and_split}}
    """,
)
AGENTS = Group(
    "network",
    Severity.HIGH,
    Confidence.HIGH,
    "the library's asynchronous method, or asyncio.to_thread",
    """
    llama_index.core.VectorStoreIndex~{query,chat,stream_chat,retrieve}
    llama_index.core.VectorStoreIndex.from_documents llama_index.core.load_index_from_storage
    llama_index.core.SimpleDirectoryReader().load_data crewai.Crew().kickoff
    mem0.{Memory,MemoryClient,Memory.from_config}().{add,search,get_all,delete,delete_all,update}
    exa_py.Exa().{search,search_and_contents,get_contents,find_similar,answer}
    firecrawl.{FirecrawlApp,Firecrawl}().{scrape_url,crawl_url,map_url,scrape,crawl,map,search}
    serpapi.{GoogleSearch,search} serpapi.GoogleSearch().{get_dict,get_json}
    zhipuai.ZhipuAI().{chat,embeddings,images}.** dashscope.{Generation,MultiModalConversation,TextEmbedding}.call
    smolagents.{CodeAgent,ToolCallingAgent}().run
    """,
)
CLIENTS = Group(
    "network",
    Severity.HIGH,
    Confidence.HIGH,
    "an asynchronous client, or asyncio.to_thread",
    f"""
    {{{_EXCHANGES}}}().{{fetch_ticker,fetch_tickers,fetch_ohlcv,fetch_order_book,fetch_balance,fetch_trades,fetch_order,
        fetch_orders,fetch_open_orders,fetch_positions,fetch_my_trades,fetch_markets,load_markets,create_order,
        create_market_order,create_limit_order,create_market_buy_order,create_market_sell_order,
        create_limit_buy_order,create_limit_sell_order,cancel_order,cancel_all_orders,set_leverage}}
    {{binance.client.Client,binance.Client}}().{{get_account,get_klines,get_historical_klines,get_ticker,
        get_symbol_ticker,get_all_tickers,get_exchange_info,create_order,get_order,cancel_order,futures_account,
        futures_create_order,futures_klines,futures_position_information,futures_symbol_ticker}}
    spotipy.Spotify().{{search,track,tracks,album,artist,playlist,playlist_items,playlist_tracks,album_tracks,
        artist_top_tracks,current_user,current_playback,start_playback,pause_playback,user_playlists,
        user_playlist_create,playlist_add_items,audio_features,recommendations,me,next}}
    deep_translator.{{GoogleTranslator,DeeplTranslator,MyMemoryTranslator,MicrosoftTranslator}}().{{translate,
        translate_batch}}
    deepl.Translator().translate_text
    cloudinary.uploader.{{upload,upload_large,destroy,rename,explicit}} cloudinary.api.{{resource,resources,
        delete_resources}}
    mcstatus.{{JavaServer,BedrockServer}}.lookup().{{status,ping,query}}
    mcstatus.{{JavaServer,BedrockServer}}().{{status,ping,query}} mcrcon.MCRcon().{{connect,command}}
    qbittorrentapi.Client().{{auth_log_in,torrents_info,torrents_add,torrents_delete,app_version}}
    transmission_rpc.Client transmission_rpc.Client().{{get_torrents,add_torrent,remove_torrent,get_torrent}}
    speedtest.Speedtest speedtest.Speedtest().{{get_best_server,get_servers,download,upload}}
    lyricsgenius.Genius().{{search_song,search_artist,lyrics,search}} wolframalpha.Client().query
    instaloader.{{Profile.from_username,Post.from_shortcode}} instaloader.Instaloader().{{download_post,login}}
    plexapi.server.PlexServer pylast.{{LastFMNetwork,LibreFMNetwork}}~{{get_friends,get_now_playing,get_top_artists,
        get_recent_tracks,get_playcount,get_top_tracks,scrobble}}
    pyrebase.initialize_app().{{auth,database,storage}}()~{{get,set,push,update,remove,put,sign_in_with_email_and_password,
        create_user_with_email_and_password}}
    caldav.DAVClient().principal O365.Account().authenticate pyowm.OWM().weather_manager().{{weather_at_place,
        forecast_at_place}}
    sounddevice.wait sounddevice.rec().wait mss.mss().{{shot,grab}}
    """,
)
GROUPS = (CHAINS, AGENTS, CLIENTS)
