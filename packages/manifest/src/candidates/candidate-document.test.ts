import { MAX_NAME_LENGTH, NAME_PATTERN } from "@pragma/language";
import { expect, it } from "vitest";
import { type Candidate, candidateDocument, candidateName, readDocuments } from "../index.ts";

const TYPE = { provider: "postgres", resource: "database" };

function candidate(config: Candidate["config"], more: Partial<Candidate> = {}): Candidate {
  return { identity: "shop", name: "shop", tags: [], managed_by: null, config, ...more };
}

function inputOf(text: string) {
  const { documents, faults } = readDocuments(text);
  expect(faults).toEqual([]);
  return documents[0]?.input;
}

it("takes a candidate over as it is, and keeps the thing", () => {
  const text = candidateDocument({ ...TYPE, connection: "main" }, candidate({ owner: "a" }, { tags: ["x"] }), "shop");
  expect(inputOf(text)).toMatchObject({
    ...TYPE,
    name: "shop",
    connection: "main",
    adopt: "shop",
    tags: ["x"],
    handling: { on_delete: "keep" },
    config: { owner: "a" },
  });
});

it("declares what is known where the provider does not tell", () => {
  const known = { database: "shop", owner: "b" };
  expect(inputOf(candidateDocument({ ...TYPE, known }, candidate({ owner: "a" }), "shop"))?.config).toEqual({
    database: "shop",
    owner: "a",
  });
});

it("declares neither secrets nor references that somebody wrote into a thing", () => {
  const found = {
    password: "********",
    login: { user: "a", password: "********" },
    comment: "is ${pragma/secret/dns.outputs.token}",
    labels: ["$${", { home: "${HOME}" }],
    link: { provider: "pragma", resource: "secret", name: "dns", field: "outputs.token" },
  };
  expect(inputOf(candidateDocument(TYPE, candidate(found), "shop"))?.config).toEqual({
    comment: "is $${pragma/secret/dns.outputs.token}",
    labels: ["$$${", { home: "${HOME}" }],
  });
});

it("names each by a valid name that no other has", () => {
  const taken = new Set<string>();
  const names = ["shop", "shop", "-a b/c", "%%", "x".repeat(600)].map((name) =>
    candidateName({ name, identity: "i" }, taken),
  );
  expect(names.slice(0, 4)).toEqual(["shop", "shop-2", "a-b-c", "thing"]);
  for (const name of names) expect(name).toMatch(NAME_PATTERN);
  expect(names[4]?.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
  expect(candidateName({ name: null, identity: "i" }, taken)).toBe("i");
});
