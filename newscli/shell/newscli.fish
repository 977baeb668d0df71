# Completion of newscli for fish 3.1 and later.
# To have it: newscli completion fish > ~/.config/fish/completions/newscli.fish

function __newscli_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -r '^["\']' '' | string replace -r '["\']$' '')
    set -l found (_NEWSCLI_COMPLETE=fish command newscli $words[2..-1] "$current" 2>/dev/null)
    if test "$found" = \tfiles
        __fish_complete_path (commandline -ct)
    else if test (count $found) -gt 0
        printf '%s\n' $found
    end
end

complete -c newscli -f -k -a '(__newscli_complete)'
