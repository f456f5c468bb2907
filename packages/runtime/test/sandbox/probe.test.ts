import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { allowedCalls, EXAMINED } from "../../src/sandbox/seccomp/system-calls.ts";
import { sandboxOf } from "./kinds.ts";
import { answersOf, type SystemCall, systemCallProgram } from "./probe/system-call-program.ts";
import { ATTEMPTS, HIGHEST_CALL, PAST_FILTERS, X32_GETPID } from "./probe/system-calls.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/security.md", import.meta.url));
const PLATFORM = fileURLToPath(new URL("./probe/platform.ts", import.meta.url));
/** Beyond those that Node closes on its own. */
const LEFT_OPEN = 200;
const ENOSYS = -38;
const DONE = "done";

const works = (await sandboxOf("bubblewrap")) !== null && process.arch === "x64";

/** The answers of a kernel that has no such call, or reserves it for root. */
const NOT_HERE = ["ENOSYS", "EPERM", "EACCES", "EAFNOSUPPORT", "EPROTONOSUPPORT"];
/** Stands in where no further calls are tried. */
const GETPID: SystemCall = [39];

/** Tries everything on a platform that was started with one descriptor too many. */
async function probe(mode: "bare" | "walls", network: "host" | "none", more: readonly SystemCall[] = [GETPID]) {
  const programs = [Object.values(ATTEMPTS), more].map((calls) => systemCallProgram(calls).toString("base64"));
  const fd = openSync("/etc/hostname", "r");
  const unused = Array.from({ length: LEFT_OPEN - 3 }, () => "ignore" as const);
  const child = spawn(process.execPath, [PLATFORM, mode, network, ...programs], {
    stdio: ["ignore", "pipe", "inherit", ...unused, fd],
  });
  closeSync(fd);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  expect(await new Promise((resolve) => child.once("close", resolve)), output).toBe(0);
  const { seen, answers } = JSON.parse(output) as { seen: Record<string, string>; answers: string[] };
  const [tried = [], others = []] = answers.map((answer) => answersOf(Buffer.from(answer, "base64")));
  const calls = Object.fromEntries(Object.keys(ATTEMPTS).map((name, index) => [name, wordOf(tried[index] ?? 0)]));
  return { seen, calls, others };
}

function wordOf(answer: number): string {
  if (answer >= 0) return DONE;
  const found = Object.entries(constants.errno).find(([, number]) => number === -answer);
  return found?.[0] ?? `error ${-answer}`;
}

interface Row {
  what: string;
  before: string;
  now: string;
}

/** A table of the page, below its marker. */
function table(marker: string): Row[] {
  const [, below = ""] = readFileSync(PAGE, "utf8").split(`<!-- ${marker} -->\n`);
  const lines = below.trimStart().split("\n");
  const rows = lines.slice(2, lines.indexOf(""));
  return rows.map((row) => {
    const [what = "", before = "", now = ""] = row.slice(2, -2).split(" | ");
    return { what, before, now };
  });
}

const column = (rows: readonly Row[], name: "before" | "now") =>
  Object.fromEntries(rows.map((row) => [row.what, row[name]]));

describe.runIf(works)("what a provider can see and call is what docs/security.md says", () => {
  test("of the machine", async () => {
    const { seen } = await probe("walls", "host");
    expect(seen).toEqual(column(table("probe: machine"), "now"));
  });

  test("of the kernel, and nothing else", async () => {
    const examined = Object.values(EXAMINED).map(([number]) => number);
    const passed = new Set([...allowedCalls("x64"), ...examined, ...PAST_FILTERS]);
    const others = Array.from({ length: HIGHEST_CALL }, (_, number) => number).filter((number) => !passed.has(number));
    const calls = [...others, X32_GETPID].map((number): SystemCall => [number, -1, -1, -1, -1, -1, -1]);

    const found = await probe("walls", "host", calls);

    expect(found.calls).toEqual(column(table("probe: kernel"), "now"));
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.filter((_, index) => found.others[index] !== ENOSYS).map(([number]) => number)).toEqual([]);
  });

  test("without a network", async () => {
    const { seen } = await probe("walls", "none");
    const rows = table("probe: network none");
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.fromEntries(rows.map(({ what }) => [what, seen[what]]))).toEqual(column(rows, "now"));
  });

  test("and in bubblewrap alone", async () => {
    const { seen, calls } = await probe("bare", "host");
    expect(seen).toEqual(column(table("probe: machine"), "before"));
    // Kernels differ in what they refuse themselves, not in what they let pass.
    const passed = table("probe: kernel").filter(({ before }) => before === DONE);
    expect(passed.length).toBeGreaterThan(10);
    for (const { what } of passed) expect([DONE, ...NOT_HERE], what).toContain(calls[what]);
  });
});
