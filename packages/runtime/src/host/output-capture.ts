import type { LogLevel } from "@pragma/contract";

/**
 * Turns what provider code prints (console, process.stdout, process.stderr) into log lines, so that it is found beside
 * the resource and cannot corrupt the protocol.
 */
export function captureOutput(onLine: (level: LogLevel, message: string) => void): void {
  capture(process.stdout, "info", onLine);
  capture(process.stderr, "warn", onLine);
}

function capture(
  stream: NodeJS.WriteStream,
  level: LogLevel,
  onLine: (level: LogLevel, message: string) => void,
): void {
  const decoder = new TextDecoder();
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    for (const line of text.split("\n")) if (line.trim() !== "") onLine(level, line);
    const done = rest.findLast((argument) => typeof argument === "function");
    if (typeof done === "function") process.nextTick(() => done());
    return true;
  };
}
