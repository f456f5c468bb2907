import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { makeFacts, makeRequest, makeResource } from "../make-facts.ts";
import { builtIn } from "./built-in.ts";

const found = (
  key: string,
  config: object,
  outputs: object,
  requests: ReturnType<typeof makeRequest>[] = [],
): number => {
  const resource = makeResource({ key, resolvedConfig: config as never, outputs: outputs as never });
  return builtIn.run(makeFacts({ resources: [resource], requests })).length;
};
const fileOutputs = (text: string) => ({
  checksum: `sha256:${createHash("sha256").update(text).digest("hex")}`,
  size: text.length,
});

it("finds outputs of another config", () => {
  expect(found("pragma/config/c", { data: { value: "one" } }, { value: "one" })).toBe(0);
  expect(found("pragma/config/c", { data: { value: "two" } }, { value: "one" })).toBe(1);
  expect(found("pragma/secret/s", { data: { token: "x" } }, { token: "x", keys: ["token"] })).toBe(0);
  expect(found("pragma/secret/s", { data: { token: "x" } }, { token: "y", keys: ["token"] })).toBe(1);
});

it("finds a file that is neither its content nor an upload", () => {
  expect(found("pragma/file/f", { content: "one" }, fileOutputs("one"))).toBe(0);
  expect(found("pragma/file/f", { content: "two" }, fileOutputs("one"))).toBe(1);
  const upload = makeRequest({ kind: "upload", name: "f", text: "one" });
  expect(found("pragma/file/f", { content_type: "text/plain" }, fileOutputs("one"), [upload])).toBe(0);
  expect(found("pragma/file/f", { content_type: "text/plain" }, fileOutputs("one"))).toBe(1);
});
