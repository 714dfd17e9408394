"""What `benchmarks/cluster` measures: how each contender is started, reached and looked at."""
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

SINK_PORT = 17000

MANIFEST = """
apiVersion: v1
kind: Pod
metadata: {{name: {name}, namespace: {namespace}, labels: {{app: {name}}}}}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{{name: app, image: "{image}", imagePullPolicy: IfNotPresent, args: [-host, 0.0.0.0], ports: [{{containerPort: {port}}}]}}]
---
"""

SERVICE = """
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{selector: {{app: {name}}}, ports: [{{port: {port}}}]}}
---
"""

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{{name: app, image: "{image}", imagePullPolicy: IfNotPresent, args: [-host, 0.0.0.0], ports: [{{containerPort: {port}}}]}}]
---
"""


class Space:
    """A namespace with what is to be measured in it, a sink and a client by default; gone at the end."""

    def __init__(self, root, directory, options, load):
        self.root, self.directory, self.options, self.load = root, directory, options, load
        self.namespace = f"hawser-bench-{os.getpid()}"

    def __enter__(self):
        self.sink_image = self.options.sink_image or self.make_sink_image()
        self.agent_image = self.options.agent_image or self.make_agent_image()
        subprocess.run(["kubectl", "create", "namespace", self.namespace], check=True, stdout=subprocess.DEVNULL)
        try:
            self.furnish()
        except BaseException:
            self.__exit__()
            raise
        return self

    def furnish(self):
        self.apply(self.text(MANIFEST, "sink") + self.text(SERVICE, "sink") + self.text(MANIFEST, "client"))
        self.run("wait", "--for=condition=Ready", "pod/sink", "pod/client", "--timeout=60s")

    def __exit__(self, *_):
        subprocess.run(["kubectl", "delete", "namespace", self.namespace, "--timeout=90s"], stdout=subprocess.DEVNULL)

    def text(self, manifest, name):
        return manifest.format(name=name, namespace=self.namespace, image=self.sink_image, port=SINK_PORT)

    def apply(self, manifests):
        subprocess.run(self.kubectl("apply", "-f", "-"), input=manifests, text=True, check=True, stdout=subprocess.DEVNULL)

    def kubectl(self, *words):
        return ["kubectl", "--namespace", self.namespace, *words]

    def run(self, *words):
        return subprocess.run(self.kubectl(*words), check=True, stdout=subprocess.PIPE, text=True).stdout

    def make_sink_image(self):
        content = self.directory / "image"
        content.mkdir()
        (content / "load").write_bytes(self.load.read_bytes())
        (content / "load").chmod(0o755)
        name = "hawser.test/bench-sink:" + self.load.name.rpartition("-")[2]
        subprocess.run([self.options.tool, "image", name, content, '{"Entrypoint": ["/load", "sink"]}'], check=True, stdout=subprocess.DEVNULL)
        return name

    def make_agent_image(self):
        name, archive = "hawser.test/bench-agent:1", self.directory / "agent.tar"
        base = subprocess.run([self.options.tool, "base"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([self.root / "hawser", "agent-image", "--base", f"tar://{base}", "--name", name, "--output", archive], **quiet)
        subprocess.run([self.options.tool, "load", archive], **quiet)
        return name

    @staticmethod
    def servers():
        """The servers that carry the bytes, where they are processes of this machine."""
        run = Path(os.environ.get("HAWSER_CLUSTER_HOME", Path.home() / ".cache" / "hawser-cluster")) / "run"
        return [int((run / f"{name}.pid").read_text()) for name in ("apiserver", "kubelet", "containerd") if (run / f"{name}.pid").exists()]


class Kubectl:
    name = "kubectl"
    ways = ("out",)

    def __init__(self, space):
        self.space, self.process = space, None
        self.port = free_port()

    def start(self):
        self.process = start(self.space, self.name, self.space.kubectl("port-forward", "pod/sink", f"{self.port}:{SINK_PORT}"))
        await_port("127.0.0.1", self.port)

    def stop(self):
        end(self.process)

    def address(self, way):
        return f"127.0.0.1:{self.port}"

    def processes(self):
        return [self.process.pid, *Space.servers()]

    def resident(self):
        return {"local end": resident_mib([self.process.pid])}


class Hawser:
    ways = ("out", "in")

    def __init__(self, space, protocol):
        self.space, self.protocol, self.process = space, protocol, None
        self.name = f"hawser {protocol}"
        self.target = f"app-{protocol}"
        self.port = free_port(5)  # the load generator's sink takes five in a row

    def start(self):
        self.space.apply(self.space.text(DEPLOYMENT, self.target) + self.space.text(SERVICE, self.target))
        self.space.run("rollout", "status", f"deploy/{self.target}", "--timeout=60s")
        self.process = start(
            self.space, self.name,
            [self.space.root / "hawser", "connect", f"svc/{self.target}", "-n", self.space.namespace, "--agent-image", self.space.agent_image,
             "--port", f"{self.port}:{SINK_PORT}", "--output", "json", "--", self.space.load, "sink", "-port", self.port],
            {"HAWSER_PORT_FORWARD": self.protocol, "HAWSER_START_CACHE": "off"})
        self.outbound = await_connected(self.process, self.log())

    def log(self):
        return self.space.directory / f"{self.name}.log"

    def stop(self):
        end(self.process)

    def address(self, way):
        return self.outbound if way == "out" else f"{self.target}:{SINK_PORT}"

    def local_sink(self):
        """The process that inbound connections reach."""
        return next(p for p in family(self.process.pid) if "-port" in arguments_of(p) and arguments_of(p)[:1] == [str(self.space.load)])

    def agents(self):
        """The agent's processes, where the node is this machine."""
        identity = self.space.run("get", "pods", "-l", f"app={self.target}", "-o", "jsonpath={..containerID}").split("://")[-1].strip()
        return [p for p in map(int, filter(str.isdigit, os.listdir("/proc"))) if identity and identity in read(f"/proc/{p}/cgroup")]

    def processes(self):
        return [self.process.pid, *self.agents(), *Space.servers()]

    def resident(self):
        found = {"local end": resident_mib([self.process.pid])}
        agents = self.agents()
        return found | {"agent": resident_mib(agents)} if agents else found


def start(space, name, command, environment=None):
    output = open(space.directory / f"{name}.log", "wb")
    return subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                            env={**os.environ, **(environment or {})}, start_new_session=True)


def end(process):
    if process and process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(90)
        except subprocess.TimeoutExpired:
            process.kill()


def await_port(host, port, seconds=20):
    limit = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection((host, port), 1).close()
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)


def await_connected(process, log, seconds=180):
    """The address at which the sink's Service is reached."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        events = [json.loads(line) for line in log.read_text(errors="replace").splitlines() if line.startswith("{") and line.endswith("}")]
        if any(e["event"] == "connected" for e in events):
            sink = next(e for e in events if e["event"] == "reachable" and e["service"] == "sink")
            return f"{sink['address']}:{sink['ports'][0]}"
        time.sleep(0.2)
    raise RuntimeError(f"not connected: {log.read_text(errors='replace')[-2000:]}")


def free_port(count=1):
    """The first of so many free ports in a row, below those that the kernel gives out."""
    for first in range(21000, 30000, count):
        try:
            held = [socket.create_server(("127.0.0.1", port)) for port in range(first, first + count)]
        except OSError:
            continue
        for one in held:
            one.close()
        if first not in given:
            given.update(range(first, first + count))
            return first
    raise RuntimeError("no free port")


given = set()


def family(root):
    children = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        stat = read(f"/proc/{entry}/stat")
        if stat:
            children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
    found, following = [], [root]
    while following:
        pid = following.pop()
        found.append(pid)
        following += children.get(pid, [])
    return found


def arguments_of(pid):
    return read(f"/proc/{pid}/cmdline").split("\0")


def resident_mib(pids):
    lines = [line for pid in pids for line in read(f"/proc/{pid}/status").splitlines() if line.startswith("VmRSS")]
    return sum(int(line.split()[1]) for line in lines) / 1024


def read(path):
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""
