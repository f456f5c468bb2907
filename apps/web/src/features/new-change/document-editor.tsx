"use client";

import { MAX_CHANGE_BYTES, setNameSchema } from "@pragma/contract";
import { joinTexts } from "@pragma/manifest";
import { useMemo, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice, Skeleton } from "~/components/ui/states.tsx";
import { type IssuePlaces, IssuePlacesContext } from "~/features/changes/actions/issue-places.ts";
import { placeWords } from "~/features/changes/actions/place-words.ts";
import type { Review } from "~/features/changes/plan/take-preview.ts";
import type { ResourceType } from "~/features/resource-editor/schema/types.ts";
import { useDebounced } from "~/features/resource-editor/use-debounced.ts";
import { useHistorySteps } from "~/features/resource-editor/use-history-steps.ts";
import { useLeaveWarning } from "~/features/resource-editor/use-leave-warning.tsx";
import { useLanguageData } from "~/features/resource-editor/yaml/use-language-data.ts";
import { yamlEditor } from "~/features/resource-editor/yaml/yaml-editor-part.ts";
import { usePagePart } from "~/lib/page-part.ts";
import { type ChangeOptions, changeInput, isTooLarge } from "./change-input.ts";
import { FaultList } from "./fault-list.tsx";
import { OptionsFields } from "./options-fields.tsx";
import { PlanResult } from "./plan-result.tsx";
import { type DocumentsReading, type Fault, readDocuments, serverFaults } from "./read-documents.ts";
import { UploadButton } from "./upload-button.tsx";
import { type Asked, isOf, useDocumentsReview } from "./use-documents-review.ts";

/** Shorter pauses in typing do not count. */
const PAUSE_MS = 400;
/** Longer texts are read only when their plan is asked for: reading them would hold up typing. */
const READ_WHILE_TYPING = 200_000;

/** Documents, what is wrong with them, and their plan. */
export function DocumentEditor({
  start,
  types,
}: {
  start: { text: string; message: string };
  types: readonly ResourceType[];
}) {
  const [text, setTextAs] = useState(start.text);
  const [options, setOptions] = useState<ChangeOptions>({ message: start.message, set: "", prune: false });
  const [reveal, setReveal] = useState<{ from: number; nonce: number } | null>(null);
  // The text as it was when a plan was last asked for.
  const [asked, setAsked] = useState<{ text: string; faults: readonly Fault[]; isTooLarge: boolean } | null>(null);
  const [isOver, setOver] = useState(false);
  const data = useLanguageData(types);
  const YamlEditor = usePagePart(yamlEditor);
  const { asked: planned, ask, shown } = useDocumentsReview(() => setOver(true));
  const summary = useRef<HTMLElement>(null);
  const settled = useDebounced(text, PAUSE_MS);
  const typed = useMemo(() => (settled.length > READ_WHILE_TYPING ? null : readDocuments(settled)), [settled]);
  const isCurrent = planned !== null && isOf(planned, text, options);
  const refused = useRefusals(isCurrent && !shown.isLoading ? planned : null, shown.review);
  const asAsked = asked?.text === text ? asked : null;
  const faults = useMemo(() => [...((typed ?? asAsked)?.faults ?? []), ...refused], [typed, asAsked, refused]);
  const diagnostics = useMemo(
    () => faults.map(({ message, severity, range }) => ({ ...range, severity, message })),
    [faults],
  );
  const errors = faults.filter(({ severity }) => severity === "error");
  const setError = options.set === "" ? null : (setNameSchema.safeParse(options.set).error?.issues[0]?.message ?? null);
  // Text typed after a cancelled exit can be lost again.
  const setText = (next: string): void => {
    setOver(false);
    setTextAs(next);
  };
  const dirty = !isOver && text !== start.text;
  const { warning, askToGoBack } = useLeaveWarning(dirty, () => setOver(true));
  useHistorySteps({ dirty, reviewing: false, onLeaveReview: () => {}, onBack: askToGoBack });

  const go = ({ range }: Fault): void => setReveal({ from: range.from, nonce: performance.now() });
  const places: IssuePlaces = {
    words: placeWords,
    go: ([, index, ...path]) => {
      if (planned && typeof index === "number")
        setReveal({ ...planned.reading.locate(index, path), nonce: performance.now() });
    },
  };
  const submit = (): void => {
    const reading: DocumentsReading = readDocuments(text);
    const input = changeInput(reading, options);
    const tooLarge = isTooLarge(input);
    setAsked({ text, faults: reading.faults, isTooLarge: tooLarge });
    if (setError !== null || tooLarge) return;
    if (reading.faults.some(({ severity }) => severity === "error")) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    ask({ input, reading, text, options });
  };
  return (
    <div className="flex flex-col gap-4">
      <OptionsFields
        options={options}
        setError={setError === null ? null : `The name ${setError}.`}
        onChange={(patch) => setOptions({ ...options, ...patch })}
      />
      <div>
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-sm font-medium text-ink">
            Documents <span className="font-normal text-ink-faint">in YAML, separated by ---</span>
          </h2>
          <UploadButton onText={(more) => setText(text.trim() === "" ? more : joinTexts([text, more]))} />
        </div>
        {YamlEditor ? (
          <YamlEditor
            text={text}
            onChange={setText}
            diagnostics={diagnostics}
            data={data}
            reveal={reveal}
            autoFocus={start.text === ""}
          />
        ) : (
          <Skeleton className="h-[25rem]" />
        )}
      </div>
      {asked ? <FaultList ref={summary} faults={errors} onGo={go} /> : null}
      {asAsked?.isTooLarge ? (
        <Notice tone="danger">
          These documents are larger than {MAX_CHANGE_BYTES / 1024 / 1024} MiB, the most that a change may have. Split
          them into several changes.
        </Notice>
      ) : null}
      <div>
        <Button
          variant={planned ? "secondary" : "primary"}
          busy={shown.isLoading}
          disabled={text.trim() === ""}
          onClick={submit}
        >
          {planned ? "Plan again" : "Plan"}
        </Button>
      </div>
      {planned ? (
        <IssuePlacesContext value={places}>
          <PlanResult shown={shown} isOutdated={!isCurrent} />
        </IssuePlacesContext>
      ) : null}
      {warning}
    </div>
  );
}

/** The plan's refusals, at their places in the text. @param asked null once the text is another */
function useRefusals(asked: Asked | null, review: Review | null): Fault[] {
  return useMemo(() => {
    const issues = review?.preview.actions
      .filter(({ action }) => action === "refuse")
      .flatMap((action) => action.issues);
    return asked ? serverFaults(asked.reading, issues ?? []) : [];
  }, [asked, review]);
}
