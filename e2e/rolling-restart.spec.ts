import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { BalancedClient } from "@pragma/testing/balanced-client";
import { hasNginx } from "@pragma/testing/nginx";
import { createTokenOf } from "./support/accounts.ts";
import { startFleet } from "./support/fleet.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

const CLIENTS = 8;
const REQUESTS = 5_000;

interface Work {
  requests: number;
  /** How many applies were acknowledged, each with another value. */
  applied: number;
  failures: string[];
}

/** Applies one value after the other to a resource, each once the one before is ready, until it is over. */
async function work(client: BalancedClient, name: string, isOver: () => boolean): Promise<Work> {
  const done: Work = { requests: 0, applied: 0, failures: [] };
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    done.requests++;
    try {
      const answer = await client.ask(method, path, body);
      if (answer.status < 300) return JSON.parse(answer.body);
      done.failures.push(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 200)}`);
    } catch (error) {
      done.failures.push(`${method} ${path}: ${(error as Error).message}`);
    }
    return {};
  };
  const document = { provider: "pragma", resource: "config", name, lifecycle_state: "pending" };
  while ((!isOver() || done.requests < REQUESTS / CLIENTS) && done.failures.length === 0) {
    const applied = await ask("POST", "/resources/apply", { ...document, config: { data: { value: done.applied } } });
    if (applied["generation"] !== undefined) done.applied++;
    for (let state = applied["lifecycle_state"]; state === "pending" || state === "processing"; ) {
      state = (await ask("GET", `/resources/pragma%2Fconfig%2F${name}`))["lifecycle_state"];
      await sleep(20);
    }
  }
  return done;
}

const PAGES = ["Resources", "Failures", "Providers", "Overview"];

/** Goes from page to page by clicking until it is over. @returns how many pages it saw */
async function click(page: Page, isOver: () => boolean): Promise<number> {
  let seen = 0;
  while (!isOver()) {
    const name = PAGES[seen % PAGES.length] as string;
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    seen++;
  }
  return seen;
}

test.use({ ignoreHTTPSErrors: true });

if (hasNginx)
  test("programs restarted one after the other fail no request, and lose or repeat no change", {
    tag: "@thorough",
  }, async ({ stack, platform, owner, page }) => {
    const fleet = await startFleet(stack);
    const token = await createTokenOf(platform, owner);
    const client = new BalancedClient(fleet.balancer, fleet.balancer.apiHost, token);
    try {
      const failures = failedRequests(page);
      await signIn(page, owner, fleet.webUrl);

      let isOver = false;
      const over = (): boolean => isOver;
      const names = Array.from({ length: CLIENTS }, (_, index) => `rolling-${index}`);
      const clients = names.map((name) =>
        work(new BalancedClient(fleet.balancer, fleet.balancer.apiHost, token), name, over),
      );
      const clicks = click(page, over);
      for (const program of fleet.programs) {
        await program.stop();
        await program.start();
      }
      isOver = true;
      const done = await Promise.all(clients);

      expect(await clicks).toBeGreaterThan(0);
      expect(failures()).toEqual([]);
      expect(
        done.flatMap((work) => work.failures),
        fleet.balancer.lastLines(),
      ).toEqual([]);
      expect(done.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(REQUESTS);
      for (const [index, name] of names.entries()) {
        const id = encodeURIComponent(`pragma/config/${name}`);
        const { generation } = JSON.parse((await client.ask("GET", `/resources/${id}`)).body);
        const history: { to_state: string }[] = JSON.parse((await client.ask("GET", `/resources/${id}/events`)).body);
        const results = history.filter(({ to_state }) => to_state === "ready");
        expect({ name, generation, results: results.length }).toEqual({
          name,
          generation: done[index]?.applied,
          results: done[index]?.applied,
        });
      }
    } finally {
      client.close();
      // It would complain that nobody is there any more.
      await page.close();
      await fleet.stop();
    }
  });

/** Requests of a page that the server failed; those that the page gave up itself do not count. */
function failedRequests(page: Page): () => string[] {
  const found: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 500) found.push(`${response.status()} ${response.url()}`);
  });
  page.on("requestfailed", (failed) => {
    const error = failed.failure()?.errorText ?? "";
    if (error !== "net::ERR_ABORTED") found.push(`${error} ${failed.method()} ${failed.url()}`);
  });
  return () => found;
}
