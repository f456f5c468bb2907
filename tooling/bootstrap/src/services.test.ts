import { expect, it } from "vitest";
import { readConfiguration } from "./configuration.ts";
import { apiEnvironment, sharedEnvironment, workerEnvironment } from "./services.ts";

const NPM = { registry: "https://npm.example/", certificates: "/etc/own.pem" };
const env = {
  PATH: "/bin",
  SHELL_SECRET: "of the user",
  PRAGMA_ADMIN_EMAIL: "a@b.c",
  PRAGMA_ADMIN_PASSWORD: "pw",
  PRAGMA_BOOTSTRAP_TOKEN: "pragma_token",
  PRAGMA_RATE_LIMIT: "10",
  PRAGMA_HOST: "0.0.0.0",
  PRAGMA_API_PORT: "9000",
  LOG_LEVEL: "debug",
};
const configuration = readConfiguration(env);
const shared = sharedEnvironment(env, configuration, { databaseUrl: "postgresql://x", encryptionKeys: "key" });

it("tells services what they need and nothing of the shell's", () => {
  expect(shared).toEqual({
    PATH: "/bin",
    LOG_LEVEL: "debug",
    NODE_ENV: "production",
    DATABASE_URL: "postgresql://x",
    PRAGMA_ENCRYPTION_KEYS: "key",
    PRAGMA_RATE_LIMIT: "10",
    PRAGMA_HOST: "0.0.0.0",
    PRAGMA_API_PORT: "9000",
    PRAGMA_PUBLIC_API_URL: "http://localhost:9000",
    PRAGMA_PUBLIC_WEB_URL: "http://localhost:3000",
  });
});

it("gives the first account to the API alone", () => {
  const owner = { email: "a@b.c", password: "pw", token: "pragma_token", passwordFile: null, tokenFile: null };
  expect(apiEnvironment(shared, configuration, owner)).toMatchObject({
    PRAGMA_API_HOST: "0.0.0.0",
    PRAGMA_API_PORT: "9000",
    PRAGMA_ADMIN_PASSWORD: "pw",
    PRAGMA_BOOTSTRAP_TOKEN: "pragma_token",
  });
});

it("lets the worker find the providers shipped with the product", () => {
  const found = (env: NodeJS.ProcessEnv) => workerEnvironment(env, "/repo", NPM)["PRAGMA_PROVIDERS_DIR"];
  expect(found(shared)).toBe("/repo/providers");
  expect(found({ PRAGMA_PROVIDERS_DIR: "/other" })).toBe("/other");
});

it("has the worker take packages from where npm takes them, unless it is told otherwise", () => {
  const { PRAGMA_NPM_REGISTRY, PRAGMA_NPM_CERTIFICATES } = workerEnvironment(shared, "/repo", NPM);
  expect([PRAGMA_NPM_REGISTRY, PRAGMA_NPM_CERTIFICATES]).toEqual([NPM.registry, NPM.certificates]);
  const other = workerEnvironment({ PRAGMA_NPM_REGISTRY: "https://other.example" }, "/repo", NPM);
  expect(other["PRAGMA_NPM_REGISTRY"]).toBe("https://other.example");
  const unknown = workerEnvironment(shared, "/repo", { registry: null, certificates: null });
  expect(Object.keys(unknown)).not.toContain("PRAGMA_NPM_REGISTRY");
});
