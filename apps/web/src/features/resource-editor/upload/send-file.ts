import { type Page, proceduresUrl } from "~/trpc/page-parameters.ts";

export interface Sending {
  /** Resolves once the bytes are stored. @throws Error with the server's reason */
  done: Promise<void>;
  cancel: () => void;
}

/** It was cancelled by the user. */
export class Cancelled extends Error {}

/**
 * Sends a file to `files.upload`. By XMLHttpRequest, since `fetch` tells nothing of how much is sent.
 * @param onProgress given the bytes that are sent so far
 */
export function sendFile(
  page: Page,
  { name, file, contentType }: { name: string; file: File; contentType: string },
  onProgress: (sent: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => (request.status === 200 ? resolve() : reject(new Error(reasonOf(request))));
    request.onerror = () => reject(new Error("The connection broke before the file was stored: try again"));
    request.onabort = () => reject(new Cancelled());
  });
  const form = new FormData();
  form.set("name", name);
  form.set("file", new Blob([file], { type: contentType }), file.name);
  request.open("POST", proceduresUrl(page, "files.upload"));
  request.send(form);
  return { done, cancel: () => request.abort() };
}

function reasonOf({ status, responseText }: XMLHttpRequest): string {
  try {
    const { error } = JSON.parse(responseText) as { error?: { message?: string } | string };
    const message = typeof error === "string" ? error : error?.message;
    if (message !== undefined) return message;
  } catch {
    // A proxy on the way answers as it likes.
  }
  return responseText.length > 0 && responseText.length < 200 && !responseText.startsWith("<")
    ? responseText
    : `The server refused the file (${status})`;
}
