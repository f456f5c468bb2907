"use client";

import { resourceKey } from "@pragma/contract";
import { useRouter } from "next/navigation";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { useAppliedToast } from "~/features/changes/plan/use-applied-toast.ts";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import { EditorBar } from "./editor-bar.tsx";
import { EditorNotices } from "./editor-notices.tsx";
import { CompanionForm } from "./form/companion-form.tsx";
import { ManifestForm } from "./form/manifest-form.tsx";
import { ProblemSummary } from "./problem-summary.tsx";
import { Gone } from "./review/gone.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { useSaveDraft } from "./review/use-save-draft.ts";
import { isReviewing } from "./state/editor-state.ts";
import { type EditorProps, useEditor } from "./use-editor.ts";
import { YamlPane } from "./yaml/yaml-pane.tsx";

/** One document as a form and as text: checked while it is written, reviewed, and applied. */
export function Editor(props: EditorProps) {
  const editor = useEditor(props);
  const { state, dispatch, view, document, problems, theirs, gone } = editor;
  const { manifest, base, text } = document;
  const router = useRouter();
  const pathOf = useOrganizationPath();
  const sayApplied = useAppliedToast();
  const leaveFor = (key: string): void => {
    dispatch({ type: "left" });
    router.push(pathOf(resourceHref(key)));
  };
  const saveDraft = useSaveDraft(document, dispatch, (key, words) => {
    toast.success(words);
    leaveFor(key);
  });
  const notices = (
    <>
      {gone ? <Gone onCreate={() => dispatch({ type: "started-anew" })} /> : null}
      <EditorNotices
        state={state}
        document={document}
        dispatch={dispatch}
        theirs={isReviewing(state) ? null : theirs}
        onReload={editor.reload}
      />
    </>
  );
  if (isReviewing(state) && manifest) {
    return (
      <div className="flex flex-col gap-4">
        {editor.warning}
        {notices}
        <ReviewStep
          document={document}
          manifest={manifest}
          isSaving={state.step === "saving"}
          refusal={state.refusal}
          gone={gone}
          theirs={theirs}
          dispatch={dispatch}
          onReload={editor.reload}
          onSaveDraft={() => void saveDraft()}
          onApplied={(changeId) => {
            sayApplied(changeId);
            leaveFor(resourceKey(manifest));
          }}
          onBack={editor.leaveReview}
        />
      </div>
    );
  }
  const errors = problems.filter(({ severity }) => severity === "error");
  const canBeDraft = errors.length > 0 && manifest && document.problems.every(({ severity }) => severity !== "error");
  return (
    <div className="flex flex-col gap-4">
      {editor.warning}
      {notices}
      {/* Before that it would push the fields about while somebody types; each says itself what is wrong. */}
      {state.isSubmitted ? (
        <ProblemSummary ref={editor.summary} problems={errors} onGo={(goal) => dispatch({ type: "sent-to", goal })} />
      ) : null}
      <Tabs
        label="Way of editing"
        value={view}
        onValueChange={(next) => void editor.setView(next === "yaml" ? "yaml" : "form")}
        tabs={[
          { value: "form", label: "Form" },
          { value: "yaml", label: "YAML" },
        ]}
      >
        <TabPanel value="form">
          {manifest ? (
            <ManifestForm
              state={state}
              dispatch={dispatch}
              manifest={manifest}
              type={document.type}
              problems={problems}
              onUploaded={(key) => {
                toast.success("Uploaded");
                leaveFor(key);
              }}
            />
          ) : (
            <Notice tone="warning">
              The text is not valid YAML, so there is no form for it.{" "}
              <Button variant="link" size="small" className="h-6 px-0" onClick={() => void editor.setView("yaml")}>
                Fix it in the YAML
              </Button>
            </Notice>
          )}
        </TabPanel>
        <TabPanel value="yaml">
          <YamlPane
            text={text}
            reading={document.reading}
            onChange={(next) => dispatch({ type: "typed", text: next })}
            problems={problems}
            type={document.type}
            types={props.types}
            reveal={state.reveal}
          />
        </TabPanel>
      </Tabs>
      {document.companions.map((companion) => (
        <CompanionForm
          key={companion.key}
          companion={companion}
          state={state}
          dispatch={dispatch}
          problems={problems}
        />
      ))}
      <EditorBar
        manifest={manifest}
        base={base}
        validation={editor.validation}
        gone={gone}
        errors={errors.length}
        asking={state.step === "checking"}
        onSubmit={() => void editor.submit()}
        onSaveDraft={canBeDraft ? () => dispatch({ type: "review-entered" }) : null}
      />
    </div>
  );
}
