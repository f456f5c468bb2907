import {
  detectSandbox,
  nodeMounts,
  runInSandbox,
  type Sandbox,
  SandboxError,
  type SandboxRun,
} from "../../src/index.ts";

/** The sandbox of a kind, or null where it does not work: bubblewrap is not installed, or this is not root. */
export async function sandboxOf(kind: Sandbox["kind"]): Promise<Sandbox | null> {
  try {
    return await detectSandbox({ require: kind });
  } catch (error) {
    if (error instanceof SandboxError) return null;
    throw error;
  }
}

/** Those that work here and restrict something. */
export const strongSandboxes: Sandbox[] = (await Promise.all([sandboxOf("bubblewrap"), sandboxOf("user")])).filter(
  (sandbox) => sandbox !== null,
);

/** Runs a command, of the system's or not, to its end and gives what it printed. */
export async function printedBy(sandbox: Sandbox, command: string[], more: Partial<SandboxRun> = {}) {
  let output = "";
  const end = await runInSandbox(sandbox, {
    command,
    mounts: nodeMounts(),
    systemPrograms: true,
    network: "host",
    env: {},
    timeoutMs: 60_000,
    onOutput: (text) => {
      output += text;
    },
    ...more,
  });
  return { ...end, output };
}
