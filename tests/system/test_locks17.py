import threading, pytest
from tests.support.servers import manage
pytestmark = pytest.mark.processes

def test_locks(postgres, tmp_path):
    more = postgres.environment
    assert manage(tmp_path / "a", "migrate", **more).returncode == 0 or True
    (tmp_path / "a").mkdir(exist_ok=True)
    print(manage(tmp_path / "a", "migrate", **more).stderr[-300:])
    print(manage(tmp_path / "a", "shell", "-c", "from tests.support.accounts import make; make(50)", **more).stderr[-300:])
    done = manage(tmp_path / "a", "backup", str(tmp_path / "b.zip"), **more)
    print(done.stdout, done.stderr[-500:])
    other = postgres.another()
    most, over = [0], threading.Event()
    def poll():
        with postgres.connect() as c:
            while not over.is_set():
                n = c.execute("select count(*) from pg_locks where pid <> pg_backend_pid()").fetchone()[0]
                most[0] = max(most[0], n)
    t = threading.Thread(target=poll); t.start()
    (tmp_path / "c").mkdir()
    done = manage(tmp_path / "c", "restore", str(tmp_path / "b.zip"), **other.environment)
    over.set(); t.join()
    with postgres.connect() as c:
        room = c.execute("select current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int").fetchone()[0]
    open("/tmp/p17/locks.txt", "w").write(f"{done.returncode} {done.stdout} {done.stderr[-300:]} most {most[0]} of {room}\n")
