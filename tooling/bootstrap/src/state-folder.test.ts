import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";
import { readEnvironment } from "./environment-file.ts";
import { resolveOwner } from "./owner.ts";
import { StateFolder } from "./state-folder.ts";

let folder: string;
let state: StateFolder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-"));
  state = new StateFolder(join(folder, ".pragma"));
  await state.open();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it("makes a secret once, readable by its owner alone", async () => {
  const first = await state.secret("key", () => "made");
  expect([first, await state.secret("key", () => "again")]).toEqual(["made", "made"]);
  expect((await stat(state.file("key"))).mode & 0o777).toBe(0o600);
  expect((await stat(state.path)).mode & 0o066).toBe(0);
  expect(await readdir(state.path)).toEqual(["key"]);
});

it("makes a token and a set-up code where the environment gives none, and keeps them", async () => {
  const owner = await resolveOwner(readConfiguration({}), state);
  expect(owner).toMatchObject({ account: null, tokenFile: state.file("owner-token") });
  expect(owner.token).toMatch(/^pragma_[\w-]{43}$/);
  expect(owner.setupCode).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
  expect(await resolveOwner(readConfiguration({}), state)).toEqual(owner);
  const given = {
    PRAGMA_ADMIN_EMAIL: "a@b.c",
    PRAGMA_ADMIN_PASSWORD: "pw",
    PRAGMA_BOOTSTRAP_TOKEN: "t",
    PRAGMA_SETUP_CODE: "code",
  };
  expect(await resolveOwner(readConfiguration(given), state)).toEqual({
    account: { email: "a@b.c", password: "pw" },
    setupCode: "code",
    token: "t",
    tokenFile: null,
  });
});

it("reads .env below the environment, and does without it", async () => {
  expect(await readEnvironment(folder, { A: "shell" })).toEqual({ A: "shell" });
  await writeFile(join(folder, ".env"), 'A=file\nB="quoted value" # why\n');
  expect(await readEnvironment(folder, { A: "shell" })).toEqual({ A: "shell", B: "quoted value" });
});
