"""When two versions of a text say the same: what counts and advertises is not what is said.

Publishers touch their entries all the time: the number of comments grows, another advertisement
comes up, links are given another tracking parameter. A reader calls none of this an edit.
"""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST_NOTE = 90
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_ADDRESS = re.compile(r"(https?://[^\s?#]++)[?#]\S*+")
_WORD = re.compile(r"[^\W\d_]+")

# Words for what counts by itself, and for times that run.
_COUNTED_WORDS = (
    "comment comments reply replies view views viewed read reads readers reading share shares "
    "shared like likes liked vote votes upvotes point points score follower followers subscriber "
    "subscribers download downloads click clicks reaction reactions star stars fork forks ago "
    "kommentar kommentare aufrufe leser gelesen geteilt stimmen abonnenten klicks reaktionen "
    "commentaire commentaires vues lectures lecteurs partages partagé abonnés réactions "
    "comentario comentarios vistas visitas lecturas lectores compartido seguidores votos "
    "commenti visualizzazioni letture condivisioni voti fa "
    "comentário comentários visualizações leituras compartilhamentos atrás "
    "reacties weergaven gedeeld geleden "
    "komentarzy komentarze wyświetleń odsłon udostępnień temu "
    "комментариев комментария комментарий комментарии просмотров просмотра просмотры прочтений "
    "читателей назад коментарів переглядів тому "
    "yorum görüntülenme okunma beğeni önce kommentarer visningar komentářů"
)
_COUNTED = frozenset(_COUNTED_WORDS.split())
# And those that stand around them.
_AROUND_WORDS = (
    "a be been by far first has have in it k m min mins minute minutes mln mio hour hours day days "
    "no of on one people post posted published so story the this time times to total tsd was "
    "article yet and mal minuten stunden tagen und het keer uur heures minutes horas minutos "
    "veces personas fois ore minuti vezes godzin minut razy час часа часов минут минуты раз годин"
)
_AROUND = frozenset(_AROUND_WORDS.split())
_AGE = re.compile(r"\W*(?:vor|il y a|hace|há)\s+\d+\s\w{1,10}\W*\Z", re.I)
_MOST_OTHERS = 1
_COUNTED_CJK = re.compile(
    r"(?:コメント|閲覧|シェア|いいね|评论|評論|阅读|閱讀|浏览|瀏覽|点赞|댓글|조회)"
)
# What begins a line that says when a page was last touched.
_STAMPS = re.compile(
    r"\W*(?:(?:last |page )?(?:updated?|modified|checked|refreshed)|as of|zuletzt (?:aktualisiert|"
    r"geändert)|aktualisiert|stand|mise? à jour|dernière mise à jour|actualizado|última "
    r"actualización|aggiornato|ultimo aggiornamento|atualizado|última atualização|bijgewerkt|"
    r"aktualizacja|обновлено|оновлено|uppdaterad|更新)\b",
    re.I,
)
_ADVERTS = re.compile(
    r"\W*(?:advertisements?|advertising|sponsored(?: content| links?)?|promoted|paid content|"
    r"anzeige|werbung|publicité|annonce|publicidad|anuncio|pubblicità|annuncio|publicidade|anúncio|"
    r"advertentie|reclame|reklama|реклама|annons|reklam|mainos|inzerce|広告|广告|廣告|광고|pr|ad)"
    r"\W*(?:by\b|von\b|[:：|·•)\]>-]|\Z)",
    re.I,
)


def says_the_same(before: str, after: str) -> bool:
    """True where two texts differ at most in counters, advertisements, times of update, tracking
    parameters of addresses, white space, and the shapes of quotes and dashes.
    """
    return before == after or substance(before) == substance(after)


def substance(text: str) -> str:
    """A text without what changes by itself, for comparing; not for reading."""
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_SAME_SIGNS))
    for line in _ADDRESS.sub(r"\1", folded).split("\n"):
        said = " ".join(line.split())
        if said and not _is_noise(said):
            yield said


def _is_noise(line: str) -> bool:
    """True for a line by itself that advertises, counts, or says when it was touched."""
    if len(line) > _LONGEST_NOTE:
        return False
    return bool(_ADVERTS.match(line)) or (
        _is_count(line) if any(map(str.isdigit, line)) else _is_empty_count(line)
    )


def _is_count(line: str) -> bool:
    """ "1,204 views", "120 points by ada, 3 hours ago", "Last updated 12:40": but no sentence."""
    if _STAMPS.match(line) or _COUNTED_CJK.search(line) or _AGE.match(line):
        return True
    words = {word.casefold() for word in _WORD.findall(line)}
    others = words - _COUNTED - _AROUND
    return not _COUNTED.isdisjoint(words) and len(others) <= _MOST_OTHERS


def _is_empty_count(line: str) -> bool:
    """ "No comments yet", "Comments": where a number may come to stand."""
    words = {word.casefold() for word in _WORD.findall(line)}
    return not _COUNTED.isdisjoint(words) and words <= _COUNTED | _AROUND
