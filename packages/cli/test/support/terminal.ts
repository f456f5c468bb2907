import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

/** A program in a pseudo-terminal, with somebody at the keys. */
export class Terminal {
  /** Everything shown so far. */
  output = "";
  /** The code that it ended with. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcessWithoutNullStreams;

  constructor([program, ...args]: readonly [string, ...string[]], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const env = { ...options.env, TERM: "xterm" };
    this.#child = spawn("python3", ["-c", BRIDGE, program, ...args], { cwd: options.cwd, env });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
    });
    this.#child.stderr.pipe(process.stderr);
    this.#child.stdin.on("error", () => undefined);
    this.ended = once(this.#child, "close").then(([code]) => code as number | null);
  }

  /** Waits until it has shown something. @throws Error if it ends before */
  async until(wanted: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = wanted.exec(this.output);
        if (found !== null) resolve(found);
      };
      look();
      this.#child.stdout.on("data", look);
      void this.ended.then((code) => reject(new Error(`it ended with ${code} and showed\n${this.output}`)));
    });
  }

  /** Presses keys: `\t` is Tab, `\u0003` Ctrl-C. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.ended;
  }
}

/**
 * Passes keys and output between its own streams and a pseudo-terminal of 100 by 30. It ends as the program in there
 * does, or hangs up when there are no more keys. A program that leaves the terminal in another mode is reported.
 */
const BRIDGE = `
import fcntl, os, pty, select, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
modes = termios.tcgetattr(fd)
while True:
    ready, _, _ = select.select([fd, 0], [], [])
    if fd in ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        os.write(1, data)
    elif 0 in ready:
        keys = os.read(0, 65536)
        if not keys:
            os.close(fd)
            break
        os.write(fd, keys)
_, status = os.waitpid(pid, 0)
try:
    if termios.tcgetattr(fd) != modes:
        os.write(1, b"[the terminal is in another mode]")
except (OSError, termios.error):
    pass
sys.exit(os.waitstatus_to_exitcode(status))
`;
