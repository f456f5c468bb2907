import { root } from "./commands/root.ts";
import { EXIT } from "./errors/exit-codes.ts";
import { explain } from "./errors/explain.ts";
import { runLine } from "./framework/run-line.ts";
import type { Io } from "./io/io.ts";
import { oneLine, printable } from "./output/printable.ts";
import { styleOf } from "./output/style.ts";

/** Asks the shell to offer files. */
const FILES = 9;

/** Runs the process's command line and sets its exit code. */
export async function main(): Promise<void> {
  const interrupt = new AbortController();
  // Node ends the process on a second one.
  process.once("SIGINT", () => interrupt.abort());
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader has closed the pipe: `pragma resources list | head -1`.
      if (error.code !== "EPIPE") throw error;
      process.exit(EXIT.ok);
    });
  }
  const { stdout, stderr, env } = process;
  let stdin: typeof process.stdin | undefined;
  try {
    const io: Io = {
      // Node opens it on first access, which most commands never do.
      get stdin() {
        stdin ??= process.stdin;
        return stdin;
      },
      stdout,
      stderr,
      env,
      cwd: process.cwd(),
      signal: interrupt.signal,
    };
    const [first, form, ...words] = process.argv.slice(2);
    const code =
      first === "__complete"
        ? await offer(words, form === "--described", io)
        : await runLine(root, process.argv.slice(2), io);
    // Following something ends cleanly on Ctrl-C, without an error.
    process.exitCode = interrupt.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? EXIT.interrupted : report(error);
  }
  // A pending read of stdin would keep the process alive.
  stdin?.destroy();
}

/**
 * For the scripts of `pragma completion`: one name per line, with its meaning after a tab, or the exit code for files.
 */
async function offer(words: readonly string[], described: boolean, io: Io): Promise<number> {
  const { complete } = await import("./completion/complete.ts");
  const offers = await complete(root, words, io);
  if (offers === null) return FILES;
  for (const { name, description } of offers) {
    const meaning = described && description !== undefined ? `\t${oneLine(description)}` : "";
    io.stdout.write(`${oneLine(name)}${meaning}\n`);
  }
  return EXIT.ok;
}

function report(error: unknown): number {
  const explanation = explain(error);
  const red = styleOf(process.stderr, process.env);
  if (explanation === null) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${red("red", "This is a defect of pragma:")} ${printable(text)}\n`);
    return EXIT.failed;
  }
  const hint = explanation.hint === undefined ? "" : `${explanation.hint}\n`;
  process.stderr.write(`${red("red", "Error:")} ${printable(explanation.message)}\n${hint}`);
  return explanation.exitCode;
}
