import { expect, test } from "vitest";
import { BuildLog } from "./build-log.ts";

function logOf(limit: number, work: (log: BuildLog) => void): string {
  let text = "";
  const log = new BuildLog(limit, (more) => {
    text += more;
  });
  log.hide("/tmp/build-1/work");
  work(log);
  return text;
}

test("makes whole lines of what comes in pieces, without colours, empty lines and the build's folder", () => {
  const text = logOf(1_000, (log) => {
    log.push("\u001b[31mone\u001b[0m\n\n/tmp/build-1/work/source/a");
    log.push(".ts:1\r\nlast");
    log.line("own");
  });
  expect(text).toBe("one\nsource/a.ts:1\nlast\nown\n");
});

test("cuts long lines, and ones that never end", () => {
  const text = logOf(100_000, (log) => {
    for (let part = 0; part < 100; part += 1) log.push("x".repeat(1_000));
    log.flush();
  });
  expect(text).toBe(`${"x".repeat(2_000)}… (cut)\n`);
});

test("ends when it is too long, and says so once", () => {
  const text = logOf(100, (log) => {
    for (let line = 0; line < 1_000; line += 1) log.push(`line ${line}\n`);
  });
  expect(text.length).toBeLessThan(200);
  expect(text.match(/left out: it is too long/g)).toHaveLength(1);
});
