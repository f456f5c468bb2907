import { once } from "node:events";
import { createServer } from "node:net";

/** A TCP port that was free on 127.0.0.1 a moment ago. Another process may take it first. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("The probe socket has no port.");
  return address.port;
}
