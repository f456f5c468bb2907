/** A provider that cannot be built as it is. The message tells its author what to fix; any other error is the platform's fault. */
export class BuildError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BuildError";
  }
}
