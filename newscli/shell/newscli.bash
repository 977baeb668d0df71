# Completion of newscli for bash 4.4 and later.
# To have it: newscli completion bash > ~/.local/share/bash-completion/completions/newscli
# or, without the package bash-completion, in ~/.bashrc: eval "$(newscli completion bash)"

_newscli() {
    local current=${COMP_WORDS[COMP_CWORD]} line value
    local -a found=() titled=()
    COMPREPLY=()
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        if [[ $line == $'\t'files ]]; then
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
        fi
        # Readline inserts a candidate as it is. Within quotes that the user began nothing can be
        # escaped, so that what would be alive there is not offered.
        if [[ $current != [\"\']* ]]; then
            printf -v value %q "$value"
        elif [[ $value == *[\"\'\`\\$!]* ]]; then
            continue
        fi
        found+=("$value")
        if [[ $line == *$'\t'* ]]; then value+="  (${line#*$'\t'})"; fi
        titled+=("${value:0:${COLUMNS:-80}-4}")
    done < <(_NEWSCLI_COMPLETE=bash command newscli "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    compopt -o nosort 2>/dev/null
    # Titles stand beside candidates that are only listed; what is inserted is the candidate alone.
    # 37 is menu-complete, 42 insert-completions (bash(1), COMP_TYPE).
    if ((${#found[@]} > 1 && COMP_TYPE != 37 && COMP_TYPE != 42)); then
        COMPREPLY=("${titled[@]}")
    else
        COMPREPLY=("${found[@]}")
    fi
}

complete -F _newscli newscli
