/** The addresses of a run's stack, and what its parts share. Secrets of a run are worthless after it. */
export interface StackInfo {
  readonly apiUrl: string;
  readonly webUrl: string;
  /** The platform's database, as its superuser. */
  readonly databaseUrl: string;
  /** A server for users' databases, as a role that may create databases and roles. */
  readonly userDatabaseUrl: string;
  /** The folder that the provider `fs` may write to, for any organization. */
  readonly files: string;
  readonly encryptionKeys: string;
  readonly authSecret: string;
  readonly setupCode: string;
  readonly bootstrapToken: string;
}

/** How the runner passes it to its workers. */
export const STACK_VARIABLE = "PRAGMA_E2E_STACK";

/** The stack of this run. @throws Error outside of one */
export function stackInfo(): StackInfo {
  const text = process.env[STACK_VARIABLE];
  if (text === undefined) throw new Error("No stack runs: start the tests with `playwright test`");
  return JSON.parse(text) as StackInfo;
}
