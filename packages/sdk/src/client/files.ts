import { NotFoundError } from "./errors/index.ts";
import { get, segment } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import { type UploadSource, uploadBody } from "./internal/upload-body.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type { FileInfo, SignedUrl } from "./types/models.ts";

export interface UploadOptions extends WriteOptions {
  /** MIME type; by default that of the source, or `application/octet-stream`. */
  contentType?: string | undefined;
}

/** Long enough for a slow connection; the API itself ends stalled uploads. */
export const UPLOAD_TIMEOUT_MS = 600_000;

/** Files, kept as resources of type `pragma/file`. */
export class Files {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Uploads a file, by applying a `pragma/file` of that name as pending. At most 25 MiB by default. Streams are sent as
   * they are read, never buffered as a whole, except in browsers.
   *
   * @throws PayloadTooLargeError
   * @throws ConflictError while the file is pending or processing
   */
  upload(name: string, source: UploadSource, options: UploadOptions = {}): Promise<FileInfo> {
    const { contentType, idempotencyKey, timeout = UPLOAD_TIMEOUT_MS, ...rest } = options;
    return this.#transport.value({
      action: `upload ${name}`,
      method: "POST",
      path: `/files/${segment(name)}/upload`,
      headers: { "idempotency-key": idempotencyKey },
      body: uploadBody(source, { field: "file", filename: name, contentType: contentType ?? typeOf(source) }),
      options: { ...rest, timeout },
    });
  }

  /**
   * The bytes, as a `Response`: stream its `body`, or call `arrayBuffer()`, `blob()` or `text()`. `timeout` ends with its
   * headers; `signal` ends the body too.
   *
   * @throws NotFoundError
   */
  async download(name: string, options: RequestOptions = {}): Promise<Response> {
    const call = get(`download ${name}`, `/files/${segment(name)}/download`, options);
    const { value } = await this.#transport.send(call, async (response, deadline) => {
      deadline.stopClock();
      return response;
    });
    return value;
  }

  /** A URL from which the bytes can be read without a token, for 15 minutes. @throws NotFoundError */
  url(name: string, options: RequestOptions = {}): Promise<SignedUrl> {
    return this.#transport.value(get(`get an address of ${name}`, `/files/${segment(name)}/url`, options));
  }

  /** Whether there is a file of that name, with bytes. */
  async exists(name: string, options: RequestOptions = {}): Promise<boolean> {
    const call = { action: `look for ${name}`, method: "HEAD", path: `/files/${segment(name)}`, options } as const;
    try {
      await this.#transport.send(call, async () => null);
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  /**
   * Deletes a file and its bytes. Succeeds if the file does not exist.
   *
   * @throws ConflictError while it is pending or processing, protected, or needed by others
   */
  async delete(name: string, options: RequestOptions = {}): Promise<void> {
    const call = { action: `delete ${name}`, method: "DELETE", path: `/files/${segment(name)}`, options } as const;
    await this.#transport.value(call);
  }
}

function typeOf(source: UploadSource): string {
  const type = typeof source === "object" && "type" in source ? source.type : undefined;
  return type || (typeof source === "string" ? "text/plain;charset=utf-8" : "application/octet-stream");
}
