"""How sure the picture is, said from what was measured and nothing more."""

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.speech import Speech


def sure(document: PictureDocument, speech: Speech) -> list[str]:
    """Give the sentences on linking: what was compared, how good it was where truth is known."""
    linking = document.get("linking")
    if linking is None:
        return [speech.say("sure.not-linked")]
    said = [
        speech.say(
            "sure.links",
            candidates=speech.count(linking["candidates"]),
            linked=speech.count(linking["linked"]),
            threshold=speech.decimal(linking["threshold"], 2),
            unsure=speech.count(linking["unsure"]),
        )
    ]
    quality = document.get("quality")
    if quality is None:
        said.append(speech.say("sure.unmeasured"))
    else:
        key = "sure.quality" if document["invented"] else "sure.quality.known"
        said.insert(
            0,
            speech.say(
                key,
                precision=round(100 * quality["precision"]),
                recall=round(100 * quality["recall"]),
            ),
        )
    if linking["private"]:
        said.append(speech.say("sure.private"))
    return said
