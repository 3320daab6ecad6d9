"""A bad line between phones and a room: a small proxy that delays everything by 200 ms, stalls some connections, lets some
go silent for good, and cuts others in the middle. For room.py."""
import asyncio, random

DELAY_S = 0.2


class Proxy:
    def __init__(self, backends, seed=1):
        self.backends = backends  # ports; who is gone is taken out
        self.random = random.Random(seed)
        self.calm = False         # from now on new connections are only slow, and those that went silent for good are given up
        self.fates = {"slow": 0, "stall": 0, "cut": 0, "hole": 0}
        self.next = 0

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=1024)
        return self.server.sockets[0].getsockname()[1]

    async def connect(self):
        for _ in range(len(self.backends)):
            self.next += 1
            try:
                return await asyncio.open_connection("127.0.0.1", self.backends[self.next % len(self.backends)])
            except OSError:
                pass
        return None, None

    async def serve(self, reader, writer):
        far_reader, far_writer = await self.connect()
        if far_writer is None:
            writer.transport.abort()
            return
        r = self.random
        fate = "slow" if self.calm else r.choices(["slow", "stall", "cut", "hole"], [30, 30, 35, 5])[0]
        self.fates[fate] += 1
        silent = asyncio.Event()
        silent.set()  # whoever waits for it goes on
        pipes = [asyncio.create_task(self.pipe(reader, far_writer, silent)), asyncio.create_task(self.pipe(far_reader, writer, silent))]
        try:
            if fate in ("stall", "hole"):
                await asyncio.sleep(r.uniform(0.5, 5))
                silent.clear()
                if fate == "stall":
                    await asyncio.sleep(r.uniform(1, 6))
                while fate == "hole" and not self.calm:
                    await asyncio.sleep(0.5)
                if fate == "hole":
                    writer.transport.abort()
                    far_writer.transport.abort()
                silent.set()
            if fate == "cut":
                done, _ = await asyncio.wait(pipes, timeout=r.uniform(0.1, 6), return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    (writer if r.random() < 0.5 else far_writer).transport.abort()
            await asyncio.wait(pipes, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            for p in pipes:
                p.cancel()
            for w in (writer, far_writer):
                if not w.is_closing():
                    w.close()

    async def pipe(self, reader, writer, silent):
        """Everything arrives 200 ms later than it was sent, in its order."""
        loop = asyncio.get_running_loop()
        under_way = asyncio.Queue(16)  # a full line takes no more: whoever sends notices

        async def deliver():
            while True:
                at, piece = await under_way.get()
                await asyncio.sleep(max(0, at - loop.time()))
                await silent.wait()
                if not piece:
                    writer.close()
                    return
                writer.write(piece)
                await writer.drain()

        delivery = asyncio.create_task(deliver())
        try:
            while True:
                piece = await reader.read(4096)
                await under_way.put((loop.time() + DELAY_S, piece))
                if not piece:
                    break
            await delivery
        except OSError:
            pass
        finally:
            delivery.cancel()
