import { expect, it } from "vitest";
import { KEY, makeFacts, makeRequest } from "../make-facts.ts";
import { secretText } from "../secret-text.ts";
import { secrets } from "./secrets.ts";

it("finds a secret in an answer, and in the database", () => {
  const get = { kind: "get", key: KEY } as const;
  const shown = makeRequest(get, { answer: { config: { secret: secretText("1") } } });
  const masked = makeRequest(get, { answer: { config: { secret: "********" } } });
  expect(secrets.run(makeFacts({ requests: [masked] }))).toEqual([]);
  expect(secrets.run(makeFacts({ requests: [masked, shown] }))).toHaveLength(1);
  expect(secrets.run(makeFacts({ plainSecrets: ["resources.config"] }))).toHaveLength(1);
});
