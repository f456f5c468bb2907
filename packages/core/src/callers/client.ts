/** Where a request of the dashboard comes from, as far as the server can tell. */
export interface Client {
  readonly address: string;
  readonly userAgent?: string | null | undefined;
}

/** What is known of a request before anybody is signed in. */
export interface RequestMeta {
  readonly correlationId: string;
  readonly address: string;
}
