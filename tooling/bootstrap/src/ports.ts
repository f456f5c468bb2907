import { once } from "node:events";
import { createServer } from "node:net";
import { StartError } from "./start-error.ts";

/**
 * Fails early when an address cannot be listened on, before minutes of building.
 *
 * @throws StartError naming the port and the variable that changes it.
 */
export async function checkPort(host: string, port: number, variable: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} on ${host} is taken: stop what uses it, or set ${variable}.`);
    if (code === "EACCES")
      throw new StartError(`Port ${port} needs more rights than this account has: set ${variable}.`);
    throw new StartError(`Cannot listen on ${host}: ${code ?? String(error)} (PRAGMA_HOST).`);
  } finally {
    probe.close();
  }
}
