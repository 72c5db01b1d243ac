import asyncio, time, random, pytest, os
from tests.support.clients import JsonClient, Lines
from tests.support.crowd import Browser, cookie
from tests.support.servers import Site, manage
pytestmark = pytest.mark.processes
PEOPLE = 400
MAKE = f"from tests.support.accounts import make; make({PEOPLE})"

@pytest.mark.timeout(250)
async def test_storm(tmp_path):
    crowded = {"CHAT_CONNECTIONS_PER_ADDRESS": str(PEOPLE + 10)}
    with Site(tmp_path, **crowded) as site:
        assert manage(tmp_path, "shell", "-c", MAKE).returncode == 0
        out = open("/tmp/p17/storm.txt", "a")
        speaker = await JsonClient.enter(site.json, "speaker")
        for name, pause in (("at once", lambda: 0), ("half to whole of 1 s", lambda: random.uniform(.5, 1)), ("over 4 s (goodbyes in turn)", lambda: random.uniform(0, 4) + random.uniform(.2, 1.2))):
            crowd = [Browser(cookie(f"p{n}")) for n in range(PEOPLE)]
            waits = []
            began = time.monotonic()
            async def come(b):
                await asyncio.sleep(pause())
                t = time.monotonic()
                await b.arrive(site.addresses["browser"])
                waits.append(time.monotonic() - t)
            async def speak():
                took = []
                while not done.is_set():
                    t = time.monotonic()
                    await speaker.post("#lobby", "hello")
                    took.append(time.monotonic() - t)
                    await asyncio.sleep(.1)
                return sorted(took)
            done = asyncio.Event()
            speaking = asyncio.create_task(speak())
            await asyncio.gather(*map(come, crowd))
            whole = time.monotonic() - began
            done.set()
            took = await speaking
            waits.sort()
            print(name, f"all in {whole:.1f} s; waits median {waits[200]:.2f} p95 {waits[380]:.2f} max {waits[-1]:.2f}; a post meanwhile median {took[len(took)//2]*1000:.0f} max {took[-1]*1000:.0f} ms", file=out, flush=True)
            await asyncio.gather(*(b.cut() for b in crowd))
            await asyncio.sleep(2)
        await Lines.close_all()
