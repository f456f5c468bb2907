import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program that ships. */
export const BINARY = fileURLToPath(new URL("../../dist/pragma.js", import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  stdin?: string | Uint8Array;
  env?: Record<string, string>;
  /** Run in a pseudo-terminal, whose whole output is `stdout`. */
  terminal?: boolean;
  cwd?: string;
  /** Sends SIGINT when it aborts. */
  interrupt?: AbortSignal;
}

/** Runs the program with a folder and a configuration of its own. */
export class Cli {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Runs the program. */
  readonly node: string;

  constructor(folder: string, env: Record<string, string>, node: string) {
    this.folder = folder;
    this.node = node;
    this.env = { PATH: process.env["PATH"] ?? "", HOME: folder, XDG_CONFIG_HOME: join(folder, ".config"), ...env };
  }

  static async create(env: Record<string, string> = {}, node = process.execPath): Promise<Cli> {
    return new Cli(await mkdtemp(join(tmpdir(), "pragma-cli-")), env, node);
  }

  async run(args: readonly string[], { stdin, env = {}, terminal, cwd, interrupt }: RunOptions = {}): Promise<Ended> {
    const line = [this.node, BINARY, ...args];
    const [program = "", ...rest] = terminal ? ["python3", "-c", IN_TERMINAL, ...line] : line;
    const child = spawn(program, rest, {
      cwd: cwd ?? this.folder,
      env: { ...this.env, ...(terminal ? { TERM: "xterm" } : {}), ...env },
    });
    interrupt?.addEventListener("abort", () => child.kill("SIGINT"));
    const collected = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        collected[name] += text;
      });
    }
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...collected };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs a program in a pseudo-terminal of 100 by 30 and ends as it does. */
const IN_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
`;
