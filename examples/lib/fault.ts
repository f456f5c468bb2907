/** How the program ends. The numbers are its exit codes. */
export const EXIT = {
  /** A resource failed, was refused, or was not ready in time. */
  failed: 1,
  /** Wrong arguments, or a file that cannot be read as resources. */
  usage: 2,
  /** No API answers. */
  unreachable: 3,
  /** No token, or one that is not valid or lacks a scope. */
  denied: 4,
} as const;

/** Something the user can do something about: shown as its message, without a stack trace. */
export class Fault extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof EXIT, message: string) {
    super(message);
    this.name = "Fault";
    this.exitCode = EXIT[kind];
  }
}
