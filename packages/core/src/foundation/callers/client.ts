/** Where a dashboard request comes from, as far as the server can tell. */
export interface Client {
  readonly address: string;
  readonly userAgent?: string | null | undefined;
}

/** Facts about a request before anybody is signed in. */
export interface RequestMeta {
  readonly correlationId: string;
  readonly address: string;
}
