/** The API server refused a request, or could not be reached. */
export class ApiError extends Error {
  /** The HTTP status; null if there was no answer. */
  readonly status: number | null;

  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
  }

  /**
   * Whether the same request may succeed soon: nobody answered, the server is overloaded or restarts, or the token was just
   * replaced.
   */
  get isPassing(): boolean {
    return this.status === null || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}
