import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { json, startFaultServer } from "../../test/support/fault-server.ts";
import { ConfigStore, configDirectory, createPragma, loadConfig, tokenVariable } from "./index.ts";

let directory: string;
let store: ConfigStore;

beforeEach(() => {
  directory = join(realpathSync(mkdtempSync(join(tmpdir(), "pragma-config-"))), "pragma");
  store = new ConfigStore(directory);
});
afterEach(() => rmSync(join(directory, ".."), { recursive: true }));

const staging = { apiUrl: "https://api.staging.example", authUrl: "https://staging.example" };

describe("ConfigStore", () => {
  it("begins empty, and keeps contexts in the file's form", async () => {
    expect(await store.contexts()).toEqual({ current: null, contexts: {} });
    await store.setContext("staging", staging);
    await store.setContext("local", { apiUrl: "http://localhost:8000", authUrl: null });
    expect(readFileSync(store.configPath, "utf8")).toBe(
      [
        "contexts:",
        "  staging:",
        "    api_url: https://api.staging.example",
        "    auth_url: https://staging.example",
        "  local:",
        "    api_url: http://localhost:8000",
        "current_context: staging",
        "",
      ].join("\n"),
    );
    await store.useContext("local");
    expect(await store.contexts()).toEqual({
      current: "local",
      contexts: { staging, local: { apiUrl: "http://localhost:8000", authUrl: null } },
    });
    await expect(store.useContext("stagin")).rejects.toThrow('There is no context "stagin"; there are: staging, local');
  });

  it("leaves what it does not know, comments included", async () => {
    await store.setContext("a", staging);
    writeFileSync(store.configPath, `# mine\nother: 1\n${readFileSync(store.configPath, "utf8")}`);
    await store.setContext("b", staging);
    expect(readFileSync(store.configPath, "utf8")).toMatch(/^# mine\nother: 1\ncontexts:\n {2}a:/);
  });

  it("forgets a context with its token, and is without a current one then", async () => {
    await store.setContext("staging", staging);
    await store.storeToken("staging", "t");
    expect(await store.deleteContext("staging")).toBe(true);
    expect(await store.contexts()).toEqual({ current: null, contexts: {} });
    expect(await store.token("staging")).toBeNull();
    expect(await store.deleteContext("staging")).toBe(false);
  });

  it("keeps tokens by context, for its owner's eyes only", async () => {
    await store.storeToken("a", "one=1");
    await store.storeToken("b", "two");
    chmodSync(store.credentialsPath, 0o644);
    await store.storeToken("a", "three");
    expect(readFileSync(store.credentialsPath, "utf8")).toBe("a=three\nb=two\n");
    expect(await store.token("b")).toBe("two");
    expect(statSync(store.credentialsPath).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(await store.deleteToken("b")).toBe(true);
    expect(await store.deleteToken("b")).toBe(false);
    expect(readdirSync(directory)).toEqual(["credentials"]);
  });

  it("follows a link to where the file really is", async () => {
    await store.storeToken("a", "one");
    const elsewhere = join(directory, "../elsewhere");
    writeFileSync(elsewhere, "b=two\n");
    rmSync(store.credentialsPath);
    symlinkSync(elsewhere, store.credentialsPath);
    await store.storeToken("a", "one");
    expect(readFileSync(elsewhere, "utf8")).toBe("b=two\na=one\n");
  });

  it("refuses names and tokens that would break a line, and says where a file is broken", async () => {
    for (const name of ["", "a b", "a=b", "a\nb", "-a"])
      await expect(store.setContext(name, staging)).rejects.toThrow(/not a name/);
    await expect(store.storeToken("a", "b\nc=d")).rejects.toThrow(/visible ASCII/);
    await store.setContext("a", staging);
    writeFileSync(store.configPath, "contexts:\n  a: [");
    await expect(store.contexts()).rejects.toThrow(new RegExp(`^${store.configPath}: .*line 2`));
    writeFileSync(store.configPath, "contexts: {a: {}}");
    await expect(store.contexts()).rejects.toThrow("context a has no api_url");
  });
});

describe("loadConfig", () => {
  const load = (env: NodeJS.ProcessEnv = {}, options: Parameters<typeof loadConfig>[0] = {}) =>
    loadConfig({ directory, env, ...options });

  it("finds nothing but the default where nothing is", async () => {
    expect(await load()).toEqual({
      apiUrl: "http://localhost:8000",
      authUrl: null,
      token: null,
      context: null,
      sources: { apiUrl: "default", token: null },
    });
  });

  it("looks for the token in the order of the contract", async () => {
    await store.setContext("my-team", staging);
    await store.storeToken("my-team", "kept");
    const own = { PRAGMA_AUTH_TOKEN_MY_TEAM: "own" };
    const any = { PRAGMA_AUTH_TOKEN: "any" };
    expect(await load()).toMatchObject({ token: "kept", sources: { token: "credentials" } });
    expect(await load(any)).toMatchObject({ token: "any", sources: { token: "environment" } });
    expect(await load({ ...any, ...own })).toMatchObject({ token: "own", sources: { token: "environment" } });
    expect(await load({ ...any, PRAGMA_AUTH_TOKEN_OTHER: "x" })).toMatchObject({ token: "any" });
    expect(await load({ ...any, ...own }, { token: "given" })).toMatchObject({
      token: "given",
      sources: { token: "explicit" },
    });
    expect(tokenVariable("my-team.eu")).toBe("PRAGMA_AUTH_TOKEN_MY_TEAM_EU");
  });

  it("looks for the API likewise", async () => {
    await store.setContext("staging", staging);
    const env = { PRAGMA_API_URL: "http://env.example" };
    expect(await load()).toMatchObject({ ...staging, context: "staging", sources: { apiUrl: "context" } });
    expect(await load(env)).toMatchObject({ apiUrl: "http://env.example", sources: { apiUrl: "environment" } });
    expect(await load(env, { apiUrl: "http://given.example" })).toMatchObject({ apiUrl: "http://given.example" });
    await expect(load({}, { context: "absent" })).rejects.toThrow('There is no context "absent"; there are: staging');
    expect(await load(env, { context: "absent" })).toMatchObject({ context: "absent", apiUrl: "http://env.example" });
  });

  it("takes the folder that XDG names, if it is absolute", () => {
    expect(configDirectory({ XDG_CONFIG_HOME: "/etc/xdg" })).toBe("/etc/xdg/pragma");
    for (const env of [{}, { XDG_CONFIG_HOME: "" }, { XDG_CONFIG_HOME: "relative" }]) {
      expect(configDirectory(env)).toBe(join(homedir(), ".config/pragma"));
    }
  });
});

describe("createPragma", () => {
  it("makes a client of what is found", async () => {
    const { url, received } = await startFaultServer(json(200, {}));
    await store.setContext("test", { apiUrl: url, authUrl: null });
    await expect(createPragma({ directory, env: {} })).rejects.toThrow(
      /no token for .*: set PRAGMA_AUTH_TOKEN, or log in to test/,
    );
    await store.storeToken("test", "kept");
    await (await createPragma({ directory, env: {} })).me();
    await (await createPragma({ directory, env: {}, token: () => "asked" })).me();
    expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer kept", "Bearer asked"]);
  });
});
