class CloudLoggingHandler:
    pass
