import { describe, expect, it } from "vitest";
import { levelFrom } from "./level.ts";
import { correlated, createLogger } from "./logger.ts";
import { prettyLine } from "./pretty.ts";
import { redactKeys, redactText } from "./redact.ts";

function capture(): { lines: string[]; write(line: string): void } {
  const lines: string[] = [];
  return { lines, write: (line) => void lines.push(line) };
}

describe("createLogger", () => {
  it("writes one JSON line with level, service, time and correlation id", () => {
    const destination = capture();
    const logger = createLogger({ service: "api", level: "info", destination });
    correlated(logger, "req-1").info({ resource: "a/b/c" }, "applied");
    logger.debug("not written");
    expect(destination.lines).toHaveLength(1);
    expect(JSON.parse(destination.lines[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: "api",
      correlation_id: "req-1",
      resource: "a/b/c",
      msg: "applied",
    });
  });

  it("lets no credential through, wherever it appears", () => {
    const destination = capture();
    const logger = createLogger({ service: "api", level: "info", destination });
    const token = "pragma_0123456789abcdefghij";
    logger.info({ req: { headers: { Authorization: `Bearer ${token}`, host: "h" } } }, "headers");
    logger.info({ config: { deep: [{ password: "hunter2" }] } }, "config");
    logger.child({ token }).info("child");
    logger.error({ err: new Error(`cannot connect to postgresql://app:s3cret@db/app with ${token}`) }, "failed");
    logger.info(`token ${token} refused`);
    const output = destination.lines.join("");
    expect(destination.lines).toHaveLength(5);
    for (const secret of [token, "hunter2", "s3cret"]) expect(output).not.toContain(secret);
    expect(output).toContain('"host":"h"');
    expect(output).toContain("postgresql://app:********@db/app");
  });

  it("lets no row through that an error of the database quotes, and keeps what tells about the database", () => {
    const destination = capture();
    const logger = createLogger({ service: "api", level: "info", destination });
    const detail = "Failing row contains (1, ann@example.com, $argon2id$v=19$c2FsdA$aGFzaA).";
    const refused = Object.assign(new Error("violates check constraint"), { code: "23514", detail, table: "users" });
    const malformed = Object.assign(new Error("invalid json"), {
      code: "22P02",
      where: 'JSON data, line 1: {"a":"hunter2',
    });
    const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01", detail: "Process 1 waits for 2" });
    for (const err of [refused, malformed, deadlock]) logger.error({ err }, "failed");
    logger.error({ err: new Error("a job failed", { cause: refused }) }, "failed");
    logger.error({ err: new AggregateError([refused], "several failed") }, "failed");
    const output = destination.lines.join("");
    for (const value of ["ann@", "argon2id", "hunter2"]) expect(output).not.toContain(value);
    for (const fact of ['"table":"users"', "23514", "Process 1 waits for 2"]) expect(output).toContain(fact);
  });

  it("writes for people on request", () => {
    const destination = capture();
    createLogger({ service: "worker", level: "info", destination, pretty: true }).warn({ jobs: 3 }, "slow");
    expect(destination.lines.join("")).toMatch(/^[\d:.]{12} .*WARN .* worker slow .*jobs=3.*\n$/);
  });
});

describe("redactKeys", () => {
  it("keeps error codes and removes login codes", () => {
    const login = "c".repeat(43);
    expect(redactKeys({ code: "28P01", nested: { code: login } })).toEqual({
      code: "28P01",
      nested: { code: "********" },
    });
  });

  it("ends on values that refer to themselves", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(JSON.stringify(redactKeys(loop))).toContain("[…]");
  });
});

describe("redactText", () => {
  it("keeps ordinary text", () => {
    const text = "GET http://localhost:8000/resources/ took basic care of a@b.c, pragma_short stays";
    expect(redactText(text)).toBe(text);
  });
});

describe("levelFrom", () => {
  it("accepts known levels in any case and falls back to info", () => {
    expect(levelFrom(" DEBUG ")).toBe("debug");
    expect(levelFrom("loud")).toBe("info");
    expect(levelFrom(undefined)).toBe("info");
  });
});

describe("prettyLine", () => {
  it("shows the stack of an error and passes on text that is not JSON", () => {
    const line = JSON.stringify({ level: "error", msg: "failed", err: { message: "m", stack: "Error: m\n at x" } });
    expect(prettyLine(line)).toContain("failed\n  Error: m\n   at x\n");
    expect(prettyLine("plain\n")).toBe("plain\n");
  });
});
