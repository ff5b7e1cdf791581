"""Stand-in for the server's database client, which it builds at installation: without a database it is never used."""


class Prisma:
    def __init__(self, *_, **__):
        pass

    async def connect(self, *_, **__):
        raise RuntimeError("no database here")

    async def disconnect(self, *_, **__):
        pass
