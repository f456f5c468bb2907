import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Stack, startStack } from "@pragma/testing/stack";
import { describe, expect, it, onTestFinished } from "vitest";
import { Cli } from "./support/cli.ts";

/** The product in one kind of sandbox, the egress that its worker allows, and the command. */
async function start(env: Record<string, string>): Promise<{ stack: Stack; cli: Cli }> {
  const stack = await startStack(env);
  const cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  onTestFinished(async () => {
    await stack.stop();
    await cli.remove();
  });
  return { stack, cli };
}

async function startServer(): Promise<{ port: number; asked: () => number }> {
  let count = 0;
  const server = createServer((_, answer) => {
    count += 1;
    answer.end("there");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, asked: () => count };
}

const check = (url: string) =>
  `provider: http\nresource: check\nname: site\nconfig:\n  url: ${url}\n  wait: 1\n  interval: 1\n`;

async function readiness(stack: Stack): Promise<string> {
  for (;;) {
    const answer = await fetch(`${stack.apiUrl}/health/ready`);
    const { checks } = (await answer.json()) as { checks: { sandbox: { message: string } } };
    // Not before the worker's first sign of life.
    if (answer.ok) return checks.sandbox.message;
    await sleep(50);
  }
}

const hasBubblewrap = (() => {
  try {
    execFileSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the network of providers", () => {
  it.runIf(hasBubblewrap)(
    "is filtered in bubblewrap: an author reads the address and the entry, which then lets it through",
    async () => {
      const { port, asked } = await startServer();
      const closed = await start({ PRAGMA_SANDBOX: "bubblewrap" });

      expect(await readiness(closed.stack)).toContain("reach public addresses and what PRAGMA_EGRESS_ALLOW names");
      expect((await closed.cli.run(["providers", "status", "http"])).stdout).not.toContain("Network:");
      const applied = await closed.cli.run(["resources", "apply", "-f", "-"], {
        stdin: check(`http://localhost:${port}`),
      });
      expect(applied.code).toBe(1);
      expect(applied.stdout).toContain(`connect to 127.0.0.1:${port} (localhost) refused`);
      expect(asked()).toBe(0);
      const [, entry = ""] = /add (\S+) to PRAGMA_EGRESS_ALLOW/.exec(applied.stdout) ?? [];

      const open = await start({ PRAGMA_SANDBOX: "bubblewrap", PRAGMA_EGRESS_ALLOW: entry });
      const again = await open.cli.run(["resources", "apply", "-f", "-"], { stdin: check(`http://localhost:${port}`) });
      expect(again.stdout).toContain("all 1 ready");
    },
    120_000,
  );

  it("is not filtered without a namespace, which readiness and status say; the provider http checks all the same", async () => {
    const { port, asked } = await startServer();
    const { stack, cli } = await start({ PRAGMA_SANDBOX: "none" });

    expect(await readiness(stack)).toContain("The network is not filtered");
    const status = await cli.run(["providers", "status", "postgres"]);
    expect(status.stdout).toMatch(/Network: +not filtered: a worker cannot give providers a network namespace/);
    const applied = await cli.run(["resources", "apply", "-f", "-"], { stdin: check(`http://127.0.0.1:${port}`) });
    expect(applied.stdout).toContain(`add http=127.0.0.1:${port} to PRAGMA_EGRESS_ALLOW`);
    expect(asked()).toBe(0);
  });
});
