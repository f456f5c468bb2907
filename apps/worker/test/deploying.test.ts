import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deployProvider, getBuild, getDeployment, pushProvider } from "@pragma/core/providers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { notesSource } from "./support/provider-source.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  const worker = await world.launchWorker({ registry: "http://127.0.0.1:9/" });
  stop = () => worker.stop(AbortSignal.abort());
});
afterAll(async () => {
  await stop();
  await close();
});

async function push(source: Buffer): Promise<string> {
  const archive = (async function* () {
    yield source;
  })();
  await world.allowPush();
  const { version } = await pushProvider(world.core, world.context, "notes", archive);
  const look = () => getBuild(world.core, world.context, "notes", version);
  await waitUntil(async () => (await look()).status === "success", look);
  return version;
}

const look = () => getDeployment(world.core, world.context, "notes");
const settled = async (): Promise<boolean> => /available|failed/.test((await look()).status);

async function deploy(version: string): Promise<void> {
  await deployProvider(world.core, world.context, "notes", { version });
}

/** Lets the delays between attempts pass. @returns whether the queue has given up */
async function hasten(): Promise<boolean> {
  await world.pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL");
  const { rows } = await world.pool.query(
    "SELECT 1 FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND locked_at IS NULL",
  );
  return rows.length > 0;
}

describe("a deployment that the platform cannot carry out", () => {
  it("fails after a few tries, leaves the version before it serving, and blocks no later one", {
    tags: ["thorough"],
  }, async () => {
    const first = await push(notesSource("first"));
    await deploy(first);
    await waitUntil(settled, look);
    const second = await push(notesSource("second"));
    await world.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON provider_types FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    await deploy(second);
    await waitUntil(async () => (await settled()) || (await hasten()), look);
    expect(await look()).toMatchObject({
      status: "failed",
      version: second,
      error_message: expect.stringMatching(/^The platform could not carry the deployment out/),
    });
    await world.apply("notes/note/a", { text: "hello" });
    expect(JSON.parse((await world.reaches("notes/note/a", "ready")).outputs ?? "{}").release).toBe("first");

    await world.pool.query("DROP TRIGGER refuse ON provider_types");
    await deploy(second);
    await waitUntil(settled, look);
    expect(await look()).toMatchObject({ status: "available", version: second });
  });
});

describe("a deployment whose worker stops while it tries to start the version", () => {
  it("is carried out by the next one, even if that was the last try", { tags: ["thorough"] }, async () => {
    let isHolding = false;
    const { promise: held, resolve: hold } = Promise.withResolvers<void>();
    const server = createServer((_, answer) => void (isHolding ? hold() : answer.end())).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const atLoad = `await fetch("http://127.0.0.1:${(server.address() as AddressInfo).port}/").catch(() => {});`;
    const version = await push(notesSource("patient", { atLoad }));
    await stop();
    isHolding = true;
    await deploy(version);
    await world.pool.query("UPDATE provider_deployments SET tries = 4");
    const stopped = await world.startWorker({ registry: "http://127.0.0.1:9/" });
    await held;
    await stopped.stop(AbortSignal.abort());
    expect(await look()).toMatchObject({ status: "progressing" });
    isHolding = false;
    await world.startWorker({ registry: "http://127.0.0.1:9/" });
    await waitUntil(settled, look);
    expect(await look()).toMatchObject({ status: "available", version });
  });
});
