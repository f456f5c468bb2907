"use client";

import { useQuery } from "@tanstack/react-query";
import { Upload, X } from "lucide-react";
import { useEffect, useId, useReducer, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { cn } from "~/lib/class-names.ts";
import { sizeWords } from "~/lib/size-words.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Cancelled, type Sending, sendFile } from "./send-file.ts";
import { faultOf, NO_UPLOAD, reduceUpload, type UploadState } from "./upload-state.ts";

/** A place to drop a file on, or to choose one; it is sent at once, with its progress, and can be cancelled. */
export function FileUpload({
  id,
  label,
  describe,
  onUploaded,
}: {
  /** Id of the button, where links lead to it. */
  id?: string;
  /** The upload's name, such as `bytes of logo.png`. */
  label: string;
  /** The name and the media type under which a file is stored; a string says why it cannot be. */
  describe: (file: File) => { name: string; contentType: string } | string;
  onUploaded: (name: string) => void;
}) {
  const trpc = useTRPC();
  const viewer = useViewer();
  const limits = useQuery(trpc.files.limits.queryOptions());
  const [state, dispatch] = useReducer(reduceUpload, NO_UPLOAD);
  const [isOver, setOver] = useState(false);
  const sending = useRef<Sending | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const made = useId();
  const helpId = `${made}-help`;
  useEffect(() => () => sending.current?.cancel(), []);

  const start = async (file: File): Promise<void> => {
    const described = describe(file);
    const fault = faultOf(file, limits.data?.maxBytes ?? file.size);
    if (typeof described === "string") return dispatch({ type: "refused", error: described });
    if (fault !== null) return dispatch({ type: "refused", error: fault });
    dispatch({ type: "started", name: file.name, total: file.size });
    sending.current = sendFile(viewer, { ...described, file }, (sent) => dispatch({ type: "progressed", sent }));
    try {
      await sending.current.done;
      dispatch({ type: "finished" });
      onUploaded(described.name);
    } catch (error) {
      if (error instanceof Cancelled) dispatch({ type: "cancelled" });
      else dispatch({ type: "refused", error: error instanceof Error ? error.message : String(error) });
    }
  };
  if (state.step === "sending") return <Progress state={state} onCancel={() => sending.current?.cancel()} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same with the keyboard
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed weak:border-line-strong px-3 py-3",
        isOver && "border-accent bg-accent-soft",
      )}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) void start(file);
      }}
    >
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={`File for ${label}`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again after an error.
          event.target.value = "";
          if (file) void start(file);
        }}
      />
      <Button id={id} aria-describedby={helpId} onClick={() => input.current?.click()}>
        <Upload aria-hidden /> Choose a file<span className="sr-only"> for {label}</span>
      </Button>
      <span id={helpId} className="text-dense text-ink-faint">
        or drop one here{limits.data ? `, up to ${sizeWords(limits.data.maxBytes)}` : ""}
      </span>
      {state.error === null ? null : (
        <p role="alert" className="w-full text-dense text-danger-text">
          {state.error}
        </p>
      )}
    </div>
  );
}

function Progress({
  state: { name, sent, total },
  onCancel,
}: {
  state: Extract<UploadState, { step: "sending" }>;
  onCancel: () => void;
}) {
  const percent = total === 0 ? 100 : Math.floor((sent / total) * 100);
  const isSent = sent >= total;
  return (
    <div className="flex items-center gap-3 rounded-md border border-line px-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-2 text-dense text-ink-soft">
          <span className="truncate">{isSent ? `Storing ${name}…` : `Uploading ${name}`}</span>
          <span className="tabular-nums">
            {sizeWords(sent)} of {sizeWords(total)}
          </span>
        </p>
        <progress
          className="mt-1.5 block h-1.5 w-full accent-accent"
          aria-label={`Upload of ${name}`}
          max={100}
          value={percent}
        />
      </div>
      {/* The focus comes from the button that was there before. */}
      <Button size="icon" variant="ghost" autoFocus aria-label={`Cancel the upload of ${name}`} onClick={onCancel}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
