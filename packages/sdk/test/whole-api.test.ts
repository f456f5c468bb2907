import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OwnStack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AuthenticationError,
  BadRequestError,
  BuildFailedError,
  ChangeBlockedError,
  ChangeFailedError,
  ConflictError,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  Pragma,
  PreconditionFailedError,
  ResourceFailedError,
  UnsupportedMediaTypeError,
} from "../src/client/index.ts";
import { fileSource } from "../src/node/index.ts";
import { CalledOperations } from "./support/called-operations.ts";
import { providerArchive } from "./support/provider-archive.ts";

const called = new CalledOperations();
let stack: OwnStack;
let pragma: Pragma;
let folder: string;

beforeAll(async () => {
  stack = await startStack({ PRAGMA_MAX_FILE_BYTES: "400000" });
  pragma = new Pragma({ apiUrl: stack.apiUrl, token: stack.token, hooks: called.hooks });
  folder = await mkdtemp(join(tmpdir(), "pragma-sdk-"));
});

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("resources", () => {
  it("report their state, health, history, log and neighbours", async () => {
    const file = await pragma.resources.apply({
      provider: "pragma",
      resource: "config",
      name: "a",
      config: { data: { b: "c" } },
      lifecycle_state: "pending",
    });
    await pragma.resources.waitUntilReady(file);
    const user = { provider: "pragma", resource: "config", name: "user" } as const;
    await pragma.resources.apply({
      ...user,
      config: { data: { a: "${pragma/config/a.outputs.b}" } },
      lifecycle_state: "pending",
    });
    await pragma.resources.waitUntilReady(user);

    expect(await pragma.resources.status(user)).toMatchObject({ lifecycle_state: "ready", error: null });
    expect(await pragma.resources.explain(user)).toMatchObject({ way: [], others: 0, truncated: false });
    await expect(pragma.resources.health(user)).rejects.toBeInstanceOf(NotFoundError);
    expect(await pragma.resources.drift(user)).toMatchObject({ status: "unknown", due_at: null, changes: [] });
    expect(await pragma.settings.change({ check_every: 600 })).toEqual({ check_every: 600 });
    expect(await pragma.settings.get()).toEqual({ check_every: 600 });
    await expect(pragma.resources.checkDrift(user)).rejects.toBeInstanceOf(NotFoundError);
    const discovered = pragma.providers.discover("pragma", { type: "config" });
    await expect(discovered).rejects.toThrow("pragma/config cannot tell what exists: its provider has no handler list");
    expect((await pragma.resources.history(user).toArray()).at(-1)).toMatchObject({ from_state: null });
    expect(await pragma.resources.compare(user, { from: 1, to: 1 })).toMatchObject({ changes: [] });
    expect(await pragma.resources.logs(user, { since: new Date(0), tail: 10 })).toEqual([]);
    expect((await pragma.resources.list({ q: "user" }).toArray()).map(({ name }) => name)).toEqual(["user"]);
    expect(await pragma.resources.logs(user, { eventId: crypto.randomUUID(), attempt: 1 })).toEqual([]);
    const facets = await pragma.resources.facets({ provider: "pragma" });
    expect(facets).toMatchObject({ by_type: { "pragma/config": 2 }, by_state: { ready: 2 }, total: 2 });
    const graph = await pragma.resources.graph({ root: user, direction: "upstream" });
    expect(graph.nodes.map(({ name }) => name).sort()).toEqual(["a", "user"]);
    const types = await pragma.resources.types({ provider: "pragma" }).toArray();
    expect(types.map(({ resource }) => resource)).toEqual(["config", "file", "secret"]);
    await expect(pragma.resources.cancel(user)).rejects.toBeInstanceOf(ConflictError);
    await expect(pragma.resources.retry(user)).rejects.toBeInstanceOf(ConflictError);
    await expect(pragma.resources.discard(user)).rejects.toBeInstanceOf(ConflictError);
    expect(await pragma.resources.reapply(user)).toMatchObject({ lifecycle_state: "pending", generation: 1 });
    await pragma.resources.waitUntilReady(user);
    await pragma.resources.apply({ ...user, config: { data: { a: 1 } } });
    const other = pragma.resources.discard(user, { ifMatch: '"1"' });
    await expect(other).rejects.toBeInstanceOf(PreconditionFailedError);
    const { etag } = await pragma.resources.getWithEtag(user);
    const discarded = await pragma.resources.discard(user, { ifMatch: etag });
    expect(discarded).toMatchObject({ lifecycle_state: "ready", outputs: { a: "c" } });
  });

  it("are watched until they are gone, across a restart of the API", async () => {
    const target = { provider: "pragma", resource: "config", name: "watched" } as const;
    const apply = (count: number) =>
      pragma.resources.apply({ ...target, config: { data: { count } }, lifecycle_state: "pending" });
    await apply(1);
    const counts: unknown[] = [];
    for await (const { lifecycle_state, outputs } of pragma.resources.watch("pragma/config/watched")) {
      if (lifecycle_state !== "ready") continue;
      counts.push(outputs["count"]);
      if (outputs["count"] === 1) {
        await stack.restartApi();
        await apply(2);
      } else await pragma.resources.delete(target);
    }
    expect([...new Set(counts)]).toEqual([1, 2]);
    expect(await pragma.resources.delete(target)).toBeNull();
  });

  it("are reported by the event stream", async () => {
    const controller = new AbortController();
    const seen: (string | null)[] = [];
    const onOpen = () =>
      void pragma.resources.apply({ provider: "pragma", resource: "config", name: "told", config: { data: {} } });
    for await (const event of pragma.events.stream({ signal: controller.signal, onOpen })) {
      if (event.type === "state_change" && event.change.name === "told") seen.push(event.change.lifecycle_state);
      if (seen.length === 1) controller.abort();
    }
    expect(seen).toEqual(["draft"]);
  });

  it("are followed by the change that they are part of", async () => {
    const controller = new AbortController();
    const seen: unknown[] = [];
    const body = { documents: [{ provider: "pragma", resource: "config", name: "planned", config: { data: {} } }] };
    const headers = { authorization: `Bearer ${stack.token}`, "content-type": "application/json" };
    const onOpen = () => void fetch(`${stack.apiUrl}/changes`, { method: "POST", headers, body: JSON.stringify(body) });
    for await (const event of pragma.events.stream({ signal: controller.signal, include: "change", onOpen })) {
      if (event.type !== "change") continue;
      seen.push({ status: event.progress.status, total: event.progress.total });
      controller.abort();
    }
    expect(seen).toEqual([{ status: "planned", total: 1 }]);
  });
});

describe("changes", () => {
  it("are planned, applied, awaited, undone and discarded, and make up a set", async () => {
    const document = (name: string, a: string) =>
      ({ provider: "pragma", resource: "config", name, config: { data: { a } } }) as const;
    const plan = await pragma.changes.plan({
      documents: [document("base", "one"), document("above", "${pragma/config/base.outputs.a}")],
      set: "shop",
      message: "First",
    });
    expect(plan).toMatchObject({ status: "planned", counts: { create: 2 }, message: "First" });
    await pragma.changes.apply(plan);
    const seen: string[] = [];
    expect(await pragma.changes.wait(plan, { onChange: ({ status }) => seen.push(status) })).toMatchObject({
      status: "succeeded",
      blocked: [],
    });
    expect(seen.at(-1)).toBe("succeeded");
    // Applied again, it is as it is.
    expect(await pragma.changes.apply(plan)).toMatchObject({ id: plan.id, status: "succeeded" });

    const second = await pragma.changes.plan({ documents: [document("base", "two")], apply: true });
    await pragma.changes.wait(second);
    const actions = await pragma.changes.actions(second, { state: "succeeded" }).toArray();
    expect(actions.map(({ action, resource }) => `${action} ${resource.name}`)).toEqual([
      "update base",
      "follow above",
    ]);
    expect((await pragma.changes.list({ resource: "pragma/config/base", since: new Date(0) }).toArray()).length).toBe(
      2,
    );

    const preview = await pragma.changes.preview({ documents: [document("base", "three")] });
    expect(preview).toMatchObject({ counts: { update: 1, follow: 1 }, truncated: false, actions: [{ id: null }, {}] });
    await expect(
      pragma.changes.plan({ documents: [document("base", "four")], basis: preview.basis }),
    ).rejects.toMatchObject({ code: "stale_preview" });
    expect(await pragma.changes.end(second)).toMatchObject({ status: "succeeded", ended_at: null });
    const undoing = await pragma.changes.previewRevert(second);
    expect(undoing).toMatchObject({ counts: { update: 1 } });
    expect(await pragma.sets.previewDelete("shop")).toMatchObject({ counts: { delete: 2 } });

    const planned = await pragma.changes.revert(second, { basis: undoing.basis });
    expect(planned).toMatchObject({ status: "planned", reverts: second.id });
    await pragma.changes.discard(planned);
    const revert = await pragma.changes.revert(second, { apply: true, basis: undoing.basis });
    expect(revert).toMatchObject({ reverts: second.id, applied_at: expect.any(String) });
    await pragma.changes.wait(revert);
    expect(await pragma.changes.get(second)).toMatchObject({ reverted_by: revert.id });
    expect((await pragma.resources.get("pragma/config/above")).outputs["a"]).toBe("one");

    const unwanted = await pragma.changes.plan({ delete: [{ resource: "pragma/config/above" }] });
    expect(await pragma.changes.discard(unwanted)).toMatchObject({ status: "discarded" });
    await expect(pragma.changes.wait(unwanted)).rejects.toBeInstanceOf(ChangeFailedError);
    await expect(pragma.changes.apply(unwanted)).rejects.toBeInstanceOf(ConflictError);

    expect((await pragma.sets.list().toArray()).map(({ name, resources }) => [name, resources])).toEqual([["shop", 2]]);
    expect((await pragma.sets.get("shop")).ids.sort()).toEqual([
      "resource:pragma_config_above",
      "resource:pragma_config_base",
    ]);
    await pragma.changes.wait(await pragma.sets.delete("shop"));
    await expect(pragma.sets.get("shop")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("end a wait by name for what nothing declares, and say what is refused or was overtaken", async () => {
    const document = (a: string) =>
      ({ provider: "pragma", resource: "config", name: "waits", config: { data: { a } } }) as const;
    const held = await pragma.changes.plan({ documents: [document("${pragma/config/never.outputs.a}")], apply: true });
    const error = await pragma.changes.wait(held, { missingTimeout: 1, interval: 1 }).catch((reason) => reason);
    expect(error).toBeInstanceOf(ChangeBlockedError);
    expect(error.blocked).toMatchObject([{ by: ["resource:pragma_config_never"] }]);

    // A waiting change is replaced, or given up.
    const fixed = await pragma.changes.plan({ documents: [document("plain")], apply: true });
    expect((await pragma.changes.wait(fixed)).counts).toMatchObject({ update: 1 });
    expect(await pragma.changes.wait(held)).toMatchObject({ status: "succeeded", actions: [{ state: "superseded" }] });
    const again = await pragma.changes.plan({ documents: [document("${pragma/config/never.outputs.a}")], apply: true });
    await pragma.changes.end(again, { running: "cancel" });
    await expect(pragma.changes.wait(again)).rejects.toBeInstanceOf(ChangeFailedError);
    expect((await pragma.resources.get("pragma/config/waits")).config).toEqual({ data: { a: "plain" } });

    const refused = pragma.changes.plan({ documents: [{ ...document("x"), tags: [""] }], apply: true });
    await expect(refused).rejects.toMatchObject({ status: 422, issues: [{ loc: ["documents", 0, "tags", 0] }] });
    const [first, second] = [
      await pragma.changes.plan({ documents: [document("one")] }),
      await pragma.changes.plan({ documents: [document("two")] }),
    ];
    await pragma.changes.wait(await pragma.changes.apply(first));
    await expect(pragma.changes.apply(second)).rejects.toMatchObject({
      facts: { stale: ["resource:pragma_config_waits"] },
    });
    await pragma.resources.delete("pragma/config/waits");
  });
});

describe("files", () => {
  const bytes = Buffer.alloc(300_000, "pragma ");

  it.each<[string, () => Parameters<Pragma["files"]["upload"]>[1] | Promise<Parameters<Pragma["files"]["upload"]>[1]>]>(
    [
      ["bytes", () => new Uint8Array(bytes)],
      ["a Blob", () => new Blob([bytes])],
      ["a stream", () => new Blob([bytes]).stream()],
      [
        "an async iterable",
        async function* () {
          yield bytes.subarray(0, 1000);
          yield bytes.subarray(1000);
        },
      ],
      [
        "a file on disk",
        async () => {
          await writeFile(join(folder, "file"), bytes);
          return fileSource(join(folder, "file"));
        },
      ],
    ],
  )("of %s come back as they were", async (from, make) => {
    const name = from.replaceAll(" ", "-");
    const info = await pragma.files.upload(name, await make(), { contentType: "image/png" });
    expect(info).toMatchObject({ size: bytes.length, content_type: "image/png" });
    await pragma.resources.waitUntilReady(`pragma/file/${name}`);
    const answer = await pragma.files.download(name);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each([
    ["Blob", () => new Blob([Buffer.alloc(8_000_000)])],
    ["stream", () => new Blob([Buffer.alloc(8_000_000)]).stream()],
  ])("that are too large are refused while they are sent, as a %s", async (_, make) => {
    await expect(pragma.files.upload("large", make())).rejects.toBeInstanceOf(PayloadTooLargeError);
  });

  it("accept a string, and report a source that failed", async () => {
    expect(await pragma.files.upload("text", "täxt")).toMatchObject({ size: 5 });
    await pragma.resources.waitUntilReady("pragma/file/text");
    const { url } = await pragma.files.url("text");
    expect(await (await fetch(url)).text()).toBe("täxt");
    expect(await pragma.files.exists("text")).toBe(true);
    await pragma.files.delete("text");
    expect(await pragma.files.exists("text")).toBe(false);
    const broken = async function* () {
      yield bytes;
      throw new RangeError("the disk is gone");
    };
    await expect(pragma.files.upload("broken", broken())).rejects.toThrow(RangeError);
    await expect(fileSource(join(folder, "absent"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(pragma.resources.get("pragma/file/broken")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("providers", () => {
  it("are pushed, built, deployed, used and deleted", async () => {
    const { version } = await pragma.providers.push("notes", new Blob([await providerArchive("notes")]));
    const lines: string[] = [];
    for await (const line of pragma.providers.buildLogs("notes", version)) lines.push(line);
    expect(lines.join("\n")).toContain("Bundling");
    expect(await pragma.providers.waitForBuild("notes", version)).toMatchObject({ status: "success", version });
    expect(await pragma.providers.builds("notes")).toHaveLength(1);
    expect(await pragma.providers.previewDeployment("notes", { version })).toMatchObject({ version });
    await pragma.providers.deploy("notes", { version });
    expect(await pragma.providers.waitForDeployment("notes", { version })).toMatchObject({ status: "available" });
    expect((await pragma.providers.list().toArray()).map((one) => one.provider_id)).toContain("notes");

    const note = { provider: "notes", resource: "note", name: "a", lifecycle_state: "pending" } as const;
    await pragma.resources.apply({ ...note, config: { text: "hello" } });
    expect((await pragma.resources.waitUntilReady(note)).outputs).toEqual({ text: "hello" });
    expect(await pragma.resources.health(note)).toMatchObject({ status: "healthy" });
    for await (const line of pragma.resources.followLogs(note)) {
      expect(line.message).toBe("made");
      break;
    }

    await expect(pragma.providers.delete("notes")).rejects.toMatchObject({ code: "provider_in_use" });
    expect(await pragma.providers.delete("notes", { cascade: true })).toMatchObject({ resources_deleted: 1 });
    await pragma.resources.waitUntilGone(note);
  });

  it("that do not build reject with the reason, and an invalid archive is refused", async () => {
    const code = await providerArchive("broken", "this is no program");
    const { version } = await pragma.providers.push(
      "broken",
      (async function* () {
        yield code;
      })(),
    );
    const error = await pragma.providers.waitForBuild("broken", version).catch((e) => e);
    expect(error).toBeInstanceOf(BuildFailedError);
    expect(error.message).toContain(error.build.error_message);
    await expect(pragma.providers.push("broken", "text")).rejects.toBeInstanceOf(BadRequestError);
  });
});

describe("dead letters", () => {
  it("are read, retried and deleted", async () => {
    const failing = async (name: string) => {
      const config = { root: join(folder, "absent"), path: "a", content: "b" };
      const file = { provider: "fs", resource: "file", name, config, lifecycle_state: "pending" } as const;
      const applied = await pragma.resources.apply(file);
      await expect(pragma.resources.waitUntilReady(applied)).rejects.toBeInstanceOf(ResourceFailedError);
      return applied;
    };
    const target = await failing("one");
    await failing("two");
    const [newest, oldest] = await pragma.deadLetters.list({ provider: "fs" }).toArray();
    expect([newest?.resource_name, oldest?.resource_name]).toEqual(["two", "one"]);
    const id = oldest?.event_id ?? "";
    expect(await pragma.deadLetters.get(id)).toEqual(oldest);
    expect(await pragma.deadLetters.retry(id)).toMatchObject({ event_id: id });
    await expect(pragma.resources.waitUntilReady(target)).rejects.toBeInstanceOf(ResourceFailedError);
    expect(await pragma.deadLetters.retryAll({ provider: "absent" })).toEqual({ retried_count: 0, skipped_count: 0 });
    await pragma.deadLetters.delete(newest?.event_id ?? "");
    await pragma.deadLetters.delete(newest?.event_id ?? "");
    expect(await pragma.deadLetters.deleteAll({ provider: "fs" })).toEqual({ deleted_count: 1 });
    expect(await pragma.deadLetters.deleteAll({ all: true })).toEqual({ deleted_count: 0 });
  });
});

describe("the account", () => {
  it("has tokens, whose rights hold until they are revoked", async () => {
    const { email } = await pragma.me();
    expect(email).toBe("owner@example.com");
    const expires = new Date(Date.now() + 3_600_000);
    const created = await pragma.tokens.create({ name: "ci", scopes: ["resources:read"], expires_at: expires });
    expect(created.expires_at).toBe(expires.toISOString());
    const reader = new Pragma({ apiUrl: stack.apiUrl, token: () => created.token, hooks: called.hooks });
    await reader.resources.list().page();
    await expect(reader.audit.list().page()).rejects.toBeInstanceOf(PermissionDeniedError);
    expect((await pragma.tokens.list().toArray()).map(({ name }) => name)).toContain("ci");
    await reader.tokens.revokeOwn();
    await pragma.tokens.revoke(created.id);
    await expect(pragma.tokens.revoke("00000000-0000-4000-8000-000000000000")).rejects.toBeInstanceOf(NotFoundError);
    const code = { code: "unknown", code_verifier: "v".repeat(43) };
    await expect(pragma.tokens.exchange(code)).rejects.toBeInstanceOf(BadRequestError);
    const entries = await pragma.audit.list({ action: "token.create", since: new Date(0) }).toArray();
    expect(entries.map(({ outcome }) => outcome).length).toBeGreaterThan(0);
    await expect(new Pragma({ apiUrl: stack.apiUrl, token: "pragma_none" }).me()).rejects.toBeInstanceOf(
      AuthenticationError,
    );
  });

  it("is not needed to read the health of the API", async () => {
    const nobody = new Pragma({ apiUrl: stack.apiUrl });
    expect(await nobody.health()).toEqual({ status: "ok" });
    expect(await nobody.readiness()).toHaveProperty("checks.database.status", "ok");
    await pragma.health();
    await pragma.readiness();
    const wrong = pragma.resources.apply(
      { provider: "pragma", resource: "config", name: "x", config: { data: {} } },
      { headers: { "content-type": "text/plain" } },
    );
    await expect(wrong).rejects.toBeInstanceOf(UnsupportedMediaTypeError);
  });
});

it("every operation of the API was called", () => {
  expect(called.missing(stack.apiUrl)).toEqual([]);
});
