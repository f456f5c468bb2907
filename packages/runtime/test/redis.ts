import { spawn } from "node:child_process";
import { freePort } from "@pragma/testing";
import { onTestFinished } from "vitest";

/** A real Redis, which ends with the test. @returns its port on 127.0.0.1 */
export async function startRedis(): Promise<number> {
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"];
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void server.kill("SIGKILL"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on("data", (text: Buffer) => {
      if (String(text).includes("Ready to accept")) resolve();
    });
  });
  return port;
}
