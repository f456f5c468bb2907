// Probe of what a provider can see and call: run inside a sandbox, it tries one thing after another and prints each outcome.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";

const { platform, programs } = JSON.parse(process.argv[2]);
const DONE = "done";

const code = (error) => error.code ?? error.message;
const attempt = (act) => {
  try {
    return act() ?? DONE;
  } catch (error) {
    return code(error);
  }
};
const read = (path) => attempt(() => void readFileSync(path));
const write = (path) => attempt(() => void writeFileSync(path, "x", { flag: "a" }));
const names = (path) => attempt(() => readdirSync(path).toSorted().join(" ") || "nothing");
const reach = (where) =>
  new Promise((resolve) => {
    const socket = connect(where);
    socket.on("connect", () => resolve(DONE)).on("error", (error) => resolve(code(error)));
  });
const start = (program, ...args) => {
  const { error, status } = spawnSync(program, args, { stdio: "ignore" });
  if (error) return error.code;
  return status === 0 ? DONE : `code ${status}`;
};

/** Descriptors beyond the usual three that whoever started this has left open; Node's own are closed on exec. */
function inherited() {
  const found = readdirSync("/proc/self/fd").filter((fd) => {
    const flags = attempt(() => /^flags:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))[1]);
    return Number(fd) > 2 && /^\d+$/.test(flags) && (Number.parseInt(flags, 8) & 0o2000000) === 0;
  });
  // Pipes among them belong to whatever ran the tests.
  const files = found.map((fd) => readlinkSync(`/proc/self/fd/${fd}`)).filter((target) => target.startsWith("/"));
  return files.join(" ") || "nothing";
}

/** Environments of all processes that it sees, except its own. */
function environments() {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = pids.flatMap((pid) => attempt(() => readFileSync(`/proc/${pid}/environ`, "utf8")).split("\0"));
  return found.filter((variable) => /^(?!PWD)\w+=/.test(variable)).join(" ") || "nothing";
}

function processes() {
  const lines = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => attempt(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()));
  return lines.toSorted().join(" ");
}

function systemCalls(program) {
  writeFileSync("calls", Buffer.from(program, "base64"), { mode: 0o755 });
  const { stdout, status, error } = spawnSync("./calls");
  if (error || status !== 0) throw error ?? new Error(`the program of system calls exited with ${status}`);
  return stdout.toString("base64");
}

const count = (list) => (list.split(" ").length > 100 ? "more than 100" : list);

const seen = {
  "files of the platform": read(platform.file),
  "`/etc/shadow`": read("/etc/shadow"),
  "programs in `/usr/bin`": count(names("/usr/bin")),
  "a shell": start("/bin/sh", "-c", "true"),
  "a program that it brings along": attempt(() => void systemCalls(programs[0])),
  "writing to `/`": write("/file"),
  "writing to `/usr`": write("/usr/file"),
  "writing to `/etc/hosts`": write("/etc/hosts"),
  "writing to `/dev`": write("/dev/file"),
  "writing to `/tmp`": write("/tmp/file"),
  "`/dev`": names("/dev"),
  "`/dev/mem`, `/dev/kvm`": `${read("/dev/mem")}, ${read("/dev/kvm")}`,
  "`/sys`": names("/sys"),
  "settings of the kernel: `/proc/sys/kernel/core_pattern`": write("/proc/sys/kernel/core_pattern"),
  "`/proc/sysrq-trigger`": write("/proc/sysrq-trigger"),
  "`/proc/kcore`": read("/proc/kcore"),
  processes: processes(),
  "its environment":
    Object.keys(process.env)
      .filter((name) => name !== "PWD")
      .join(" ") || "nothing",
  "environments of others": environments(),
  "descriptors that the platform was started with": inherited(),
  "a signal to the platform": attempt(() => void process.kill(platform.pid, 0)),
  "a Unix socket of the platform": await reach({ path: platform.socket }),
  "an abstract Unix socket of the machine": await reach({ path: platform.abstractSocket }),
  "a port of the machine": await reach({ port: platform.port, host: "127.0.0.1" }),
};
process.stdout.write(`${JSON.stringify({ seen, answers: programs.map(systemCalls) })}\n`, () => process.exit());
