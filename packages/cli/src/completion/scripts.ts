/**
 * Scripts that make the shell call `pragma __complete` with the words so far. Its output is one name per line; exit
 * code 9 means files. With `--described`, a tab and the name's meaning follow, for shells that show it.
 */
export const SCRIPTS = {
  bash: `# pragma completion for bash
_pragma() {
  local IFS=$'\\n' line=() names
  # Bash breaks words at ":" and "=" too; the words as they were typed are wanted.
  read -r -a line -d '' <<< "$(printf '%s\\n' "\${COMP_LINE:0:COMP_POINT}" | tr -s ' ' '\\n')"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *' ' ]] && line+=('')
  names=$(pragma __complete -- "\${line[@]:1}" 2>/dev/null)
  if [[ $? -eq 9 ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    return
  fi
  local word="\${line[-1]}" last="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($names)
  # What stands before the last break is typed already.
  [[ "$word" != "$last" && -n "$last" ]] && COMPREPLY=("\${COMPREPLY[@]#"\${word%"$last"}"}")
  return 0
}
complete -F _pragma pragma
`,
  zsh: `#compdef pragma
_pragma() {
  local answer code line name tab=$'\\t'
  local -a offers
  # The words as the shell would hand them over, and of the last one what stands before the cursor.
  answer=$(pragma __complete --described "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)
  code=$?
  if [[ $code -eq 9 ]]; then
    _files
  elif [[ -n "$answer" ]]; then
    for line in "\${(@f)answer}"; do
      name="\${line%%$tab*}"
      # What stands behind a colon is what it means.
      offers+=("\${name//:/\\\\:}:\${\${line#$name}#$tab}")
    done
    _describe pragma offers
  fi
}
if [[ "$funcstack[1]" == _pragma ]]; then
  # Found on the fpath: the first call loads this file.
  _pragma "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i; }
  compdef _pragma pragma
fi
`,
  fish: `# pragma completion for fish
function __pragma_complete
  set -l words (commandline -opc)
  set -l names (pragma __complete --described $words[2..] (commandline -ct) 2>/dev/null </dev/null)
  if test $status -eq 9
    __fish_complete_path (commandline -ct)
  else if test (count $names) -gt 0
    printf '%s\\n' $names
  end
end
complete -c pragma -f -a '(__pragma_complete)'
`,
} as const;
