import { createHash } from "node:crypto";
import { objectOf } from "../answer.ts";
import type { Facts, StoredResource } from "../facts.ts";
import { isSame } from "../is-same.ts";
import type { Check, Violation } from "../violation.ts";

/** Outputs of the platform's own types can be computed. */
export const builtIn: Check = {
  name: "built-in",
  promise: "the outputs of built-in types are those of their config, or of the bytes that were uploaded",
  run: (facts) =>
    facts.resources.flatMap((resource): Violation[] => {
      const { space, key, state, outputs } = resource;
      if (state !== "ready" || isRight(resource, facts)) return [];
      const message = `it is ready with the outputs ${JSON.stringify(outputs)}, which are not those of its config`;
      return [{ check: builtIn.name, message, space, key }];
    }),
};

function isRight({ space, key, resolvedConfig, outputs }: StoredResource, { requests }: Facts): boolean {
  const data = objectOf(resolvedConfig?.["data"] ?? null);
  if (key.startsWith("pragma/config/")) return isSame(outputs, data);
  if (key.startsWith("pragma/secret/")) return isSame(outputs, { ...data, keys: Object.keys(data) });
  if (!key.startsWith("pragma/file/")) return true;
  const content = resolvedConfig?.["content"];
  if (typeof content === "string") return isOf(outputs, content);
  return requests.some(
    ({ operation, ...request }) =>
      operation.kind === "upload" &&
      request.space === space &&
      key === `pragma/file/${operation.name}` &&
      isOf(outputs, operation.text),
  );
}

function isOf({ checksum, size }: StoredResource["outputs"], text: string): boolean {
  return checksum === `sha256:${createHash("sha256").update(text).digest("hex")}` && size === Buffer.byteLength(text);
}
