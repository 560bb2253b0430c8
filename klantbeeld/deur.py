"""The door for people: who signed in gets a session, and the provider is asked now and then whether he still is who he was."""

from contextlib import suppress
from dataclasses import dataclass, replace

from klantbeeld.access.aanmelding import Aanmelding, Poging, Terugkeer
from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.toegangstokens import Identiteit
from klantbeeld.errors import CacheOnbereikbaar, GeenToegang, NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.sessies import Gevonden, Sessie, Sessies

NIET_AANGEMELD = "U bent niet aangemeld."
ANDERE_ROL = "Dit account heeft die rol niet. Kies een van uw eigen rollen."
GEEN_ROL = "Dit account heeft geen rol in Klantbeeld. Vraag die aan bij wie de autorisaties beheert."


@dataclass(frozen=True, slots=True)
class Deur:
    """``herziening`` is after how many seconds the provider is asked again about a session that is used."""

    aanmelding: Aanmelding
    sessies: Sessies
    rechten: Rechtenbestand
    herziening: int

    async def let_in(self, poging: Poging, terugkeer: Terugkeer) -> str:
        """The cookie of a new session for who came back from the provider. Errors: ``NietAangemeld``; ``GeenToegang`` without a
        role here; ``UitgeverOnbereikbaar``; ``CacheOnbereikbaar``."""
        aangemeld = await self.aanmelding.finish(poging, terugkeer)
        wie = aangemeld.identiteit
        rollen = self._list_rollen(wie)
        if not rollen:
            raise GeenToegang(GEEN_ROL)
        return await self.sessies.begin(wie.naam, rollen, wie.bereik, aangemeld.ververstoken)

    async def choose_rol(self, cookie: str, rol: str) -> None:
        """From now on the session of a cookie is in this role. Errors: ``NietAangemeld`` without a session; ``GeenToegang`` for
        a role that its user does not have; ``CacheOnbereikbaar``."""
        sessie = await self.recognise(cookie)
        gevonden = await self.sessies.find(cookie) if sessie else None
        if gevonden is None:
            raise NietAangemeld(NIET_AANGEMELD)
        if rol not in gevonden.sessie.rollen:
            raise GeenToegang(ANDERE_ROL)
        await self.sessies.keep(replace(gevonden, sessie=replace(gevonden.sessie, rol=rol)))

    async def recognise(self, cookie: str) -> Sessie | None:
        """The session of a cookie; None when there is none, or its user may not come in any more."""
        gevonden = await self.sessies.find(cookie)
        if gevonden is None or self.sessies.nu() - gevonden.sessie.gevraagd < self.herziening:
            return gevonden.sessie if gevonden else None
        sessie = await self._ask_again(gevonden)
        if sessie is None:
            with suppress(CacheOnbereikbaar):
                await self.sessies.end(cookie)
        return sessie

    async def _ask_again(self, gevonden: Gevonden) -> Sessie | None:
        """The session as the provider says that it is now. While it does not answer, what it said last holds for a while."""
        nu = self.sessies.nu()
        gevraagd = replace(gevonden.sessie, gevraagd=nu)
        try:
            # First of all: requests that come meanwhile ask nothing, for what they would ask with may be used once.
            await self.sessies.keep(replace(gevonden, sessie=gevraagd))
            sessie = await self._confirm(gevraagd)
            await self.sessies.keep(replace(gevonden, sessie=sessie))
        except NietAangemeld:
            return None
        except (UitgeverOnbereikbaar, CacheOnbereikbaar):
            sessie = gevraagd
        return sessie if nu - sessie.bevestigd < self.aanmelding.houdbaarheid else None

    async def _confirm(self, sessie: Sessie) -> Sessie:
        if sessie.ververstoken is None:
            return sessie
        aangemeld = await self.aanmelding.ask_again(sessie.naam, sessie.ververstoken)
        wie, ververstoken = aangemeld.identiteit, aangemeld.ververstoken or sessie.ververstoken
        rollen = self._list_rollen(wie)
        if not rollen:
            raise NietAangemeld(GEEN_ROL)
        gebleven = replace(sessie, rol=sessie.rol if sessie.rol in rollen else rollen[0], rollen=rollen)
        return replace(gebleven, bereik=wie.bereik, ververstoken=ververstoken, bevestigd=self.sessies.nu())

    def _list_rollen(self, wie: Identiteit) -> tuple[str, ...]:
        return self.rechten.read().list_rollen(wie.rollen, wie.naam, wie.bereik)
