import { sizeWords } from "~/lib/size-words.ts";

/** Where the upload of a file stands. */
export type UploadState =
  | { step: "idle"; error: string | null }
  /** `sent` counts bytes, of `total`; all are sent while the server still stores them. */
  | { step: "sending"; name: string; sent: number; total: number };

export type UploadEvent =
  | { type: "refused"; error: string }
  | { type: "started"; name: string; total: number }
  | { type: "progressed"; sent: number }
  | { type: "cancelled" }
  | { type: "finished" };

export const NO_UPLOAD: UploadState = { step: "idle", error: null };

export function reduceUpload(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case "refused":
      return { step: "idle", error: event.error };
    case "started":
      return { step: "sending", name: event.name, sent: 0, total: event.total };
    case "progressed":
      // Sent bytes include those around the file in the request.
      return state.step === "sending" ? { ...state, sent: Math.min(event.sent, state.total) } : state;
    default:
      return NO_UPLOAD;
  }
}

/** Why a file cannot be sent at all; null if it can. */
export function faultOf(file: { name: string; size: number }, maxBytes: number): string | null {
  if (file.size <= maxBytes) return null;
  return `${file.name} has ${sizeWords(file.size)}, and a file may have at most ${sizeWords(maxBytes)}`;
}

/** The name of a file as that of a resource. */
export function resourceNameOf(fileName: string): string {
  const name = fileName.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return name.slice(0, 100) || "file";
}
