"""Follows the types of what a template is given through everything that it reads, macros included.

A template is walked as it is written, both ways of every choice, so that a name that is never reached in a test is found too.
Where a type is not known nothing is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, nodes
from pydantic import BaseModel

Scope = dict[str, Any]
VAN_JINJA = frozenset({"loop", "caller", "range", "bestand"})
DELEN = (nodes.Macro, nodes.FromImport)
RIJEN = (tuple, list, Sequence, Iterable, frozenset, set)


@dataclass(frozen=True, slots=True)
class Vast:
    """A value that stands in the template itself."""

    waarde: Any


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro with what it sees around it."""

    knoop: nodes.Macro
    buiten: Scope


class Lezing:
    """One template with the type of each name that it may use. ``fouten`` says what it reads that is not there, ``gelezen``
    which of those names it used, ``gezien`` which attributes of which classes."""

    def __init__(self, omgeving: Environment, sjabloon: str, namen: Mapping[str, Any]) -> None:
        self._omgeving = omgeving
        self._sjabloon = sjabloon
        self._namen = namen
        self.fouten: list[str] = []
        self.gelezen: set[str] = set()
        self.gezien: set[tuple[type, str]] = set()
        self._walk(self._parse(sjabloon).body, dict(namen))

    def _parse(self, sjabloon: str) -> nodes.Template:
        assert self._omgeving.loader is not None
        return self._omgeving.parse(self._omgeving.loader.get_source(self._omgeving, sjabloon)[0])

    def _walk(self, knopen: Iterable[nodes.Node], scope: Scope) -> None:
        for knoop in knopen:
            match knoop:
                case nodes.Output():
                    for deel in knoop.nodes:
                        self._type_of(deel, scope)
                case nodes.For():
                    self._bind(knoop.target, list_element(self._type_of(knoop.iter, scope)), scope)
                    self._walk([*knoop.body, *knoop.else_], scope)
                case nodes.If():
                    self._type_of(knoop.test, scope)
                    self._walk([*knoop.body, *knoop.elif_, *knoop.else_], scope)
                case nodes.Assign():
                    self._bind(knoop.target, self._type_of(knoop.node, scope), scope)
                case nodes.Macro():
                    scope[knoop.name] = Macro(knoop, scope)
                case nodes.FromImport():
                    self._import(knoop, scope)
                case nodes.CallBlock():
                    self._walk(knoop.body, dict(scope))
                    self._type_of(knoop.call, scope)
                case _:
                    raise NotImplementedError(type(knoop).__name__)

    def _import(self, knoop: nodes.FromImport, scope: Scope) -> None:
        assert isinstance(knoop.template, nodes.Const)
        module: Scope = {}
        self._walk((deel for deel in self._parse(knoop.template.value).body if isinstance(deel, DELEN)), module)
        for naam in knoop.names:
            bron, eigen = naam if isinstance(naam, tuple) else (naam, naam)
            if bron not in module:
                self._blame(f"{knoop.template.value} has no {bron}")
            scope[eigen] = module.get(bron, Any)

    def _bind(self, doel: nodes.Node, soort: Any, scope: Scope) -> None:
        if isinstance(doel, nodes.Tuple):
            delen = get_args(soort) if get_origin(soort) is tuple else ()
            for plaats, deel in enumerate(doel.items):
                self._bind(deel, delen[plaats] if len(delen) == len(doel.items) else Any, scope)
        else:
            assert isinstance(doel, nodes.Name)
            scope[doel.name] = soort

    def _type_of(self, knoop: nodes.Node, scope: Scope) -> Any:
        match knoop:
            case nodes.Const():
                return Vast(knoop.value)
            case nodes.Name():
                return self._type_of_name(knoop.name, scope)
            case nodes.Getattr():
                return self._attribute(self._type_of(knoop.node, scope), knoop.attr)
            case nodes.Filter(node=nodes.Node() as binnen):
                return self._type_of_filter(knoop, self._type_of(binnen, scope), scope)
            case nodes.Call():
                return self._call(knoop, scope)
        for deel in knoop.iter_child_nodes():
            self._type_of(deel, scope)
        return Any

    def _type_of_name(self, naam: str, scope: Scope) -> Any:
        if naam in self._namen:
            self.gelezen.add(naam)
        elif naam not in scope and naam not in VAN_JINJA:
            self._blame(f"there is no {naam}")
        return scope.get(naam, Any)

    def _type_of_filter(self, knoop: nodes.Filter, soort: Any, scope: Scope) -> Any:
        delen = [self._type_of(deel, scope) for deel in [*knoop.args, *(paar.value for paar in knoop.kwargs)]]
        if knoop.name == "attr" and isinstance(delen[0], Vast):
            return self._attribute(soort, delen[0].waarde)
        if knoop.name not in self._omgeving.filters:
            self._blame(f"there is no filter {knoop.name}")
        return Any

    def _call(self, knoop: nodes.Call, scope: Scope) -> Any:
        macro = self._type_of(knoop.node, scope)
        delen = [self._type_of(deel, scope) for deel in knoop.args]
        benoemd = {paar.key: self._type_of(paar.value, scope) for paar in knoop.kwargs}
        uitgepakt = [self._type_of(deel, scope) for deel in (knoop.dyn_args, knoop.dyn_kwargs) if deel is not None]
        if isinstance(macro, Macro):
            namen = [deel.name for deel in macro.knoop.args]
            gewoon = [self._type_of(deel, scope) for deel in macro.knoop.defaults]
            standaard = dict(zip(namen[len(namen) - len(gewoon) :], gewoon, strict=True))
            gegeven = dict(zip(namen, delen, strict=False)) | benoemd
            zonder = [naam for naam in namen if naam not in gegeven | standaard]
            if (zonder and not uitgepakt) or len(delen) > len(namen):
                self._blame(f"{macro.knoop.name} is called without {zonder}, or with too much")
            self._walk(macro.knoop.body, macro.buiten | dict.fromkeys(namen, Any) | standaard | gegeven)
        return Any

    def _attribute(self, soort: Any, naam: str) -> Any:
        self.gezien |= {(klasse, naam) for klasse in list_klassen(soort)}
        uitkomst = find_attribute(soort, naam)
        if uitkomst is None:
            self._blame(f"{getattr(soort, '__name__', soort)} has no {naam}")
        return Any if uitkomst is None else uitkomst

    def _blame(self, fout: str) -> None:
        self.fouten.append(f"{self._sjabloon}: {fout}")


def has_only_delen(omgeving: Environment, sjabloon: str) -> bool:
    """Whether a template only holds parts for others."""
    assert omgeving.loader is not None
    knopen = omgeving.parse(omgeving.loader.get_source(omgeving, sjabloon)[0]).body
    return all(isinstance(knoop, DELEN) or _is_blank(knoop) for knoop in knopen)


def _is_blank(knoop: nodes.Node) -> bool:
    return isinstance(knoop, nodes.Output) and all(
        isinstance(deel, nodes.TemplateData) and not deel.data.strip() for deel in knoop.nodes
    )


def find_attribute(soort: Any, naam: str) -> Any:
    """The type of an attribute; None when there is none of that name."""
    if soort is Any or isinstance(soort, Macro | TypeVar):
        return Any
    if isinstance(soort, Vast):
        return find_attribute(type(soort.waarde), naam)
    herkomst = get_origin(soort)
    if herkomst in (Union, UnionType):
        delen = [find_attribute(deel, naam) for deel in get_args(soort) if deel is not type(None)]
        return None if None in delen else delen[0] if len(delen) == 1 else Any
    if herkomst is Literal:
        return find_attribute(str, naam)
    return _find_in_class(herkomst or soort, get_args(soort), naam)


def _find_in_class(klasse: Any, delen: tuple[Any, ...], naam: str) -> Any:
    velden = list_velden(klasse)
    if naam not in velden:
        return Any if hasattr(klasse, naam) else None
    invulling = dict(zip(getattr(klasse, "__parameters__", ()), delen, strict=False))
    return _fill(velden[naam], invulling)


def _fill(soort: Any, invulling: Mapping[Any, Any]) -> Any:
    if soort in invulling:
        return invulling[soort]
    vrij = getattr(soort, "__parameters__", ())
    return soort[tuple(invulling.get(deel, deel) for deel in vrij)] if vrij and invulling else soort


def list_velden(klasse: Any) -> dict[str, Any]:
    """The fields and properties of a class of ours, with their types."""
    if not isinstance(klasse, type) or not (is_dataclass(klasse) or issubclass(klasse, BaseModel)):
        return {}
    namen = klasse.model_fields if issubclass(klasse, BaseModel) else [veld.name for veld in fields(klasse)]
    hints = get_type_hints(klasse)
    eigenschappen = {naam: deel.fget for naam, deel in vars(klasse).items() if isinstance(deel, property) and deel.fget}
    return {naam: hints[naam] for naam in namen} | {
        naam: get_type_hints(maker).get("return", Any) for naam, maker in eigenschappen.items()
    }


def list_klassen(soort: Any) -> set[type]:
    """The classes of ours in a type, itself or what it is made of."""
    delen = set().union(*map(list_klassen, get_args(soort)))
    klasse = get_origin(soort) or soort
    return delen | ({klasse} if list_velden(klasse) else set())


def list_inhoud(klasse: type) -> set[tuple[type, str]]:
    """Every field of a class and of the classes in it."""
    inhoud: set[tuple[type, str]] = set()
    rest = [klasse]
    while rest:
        huidig = rest.pop()
        for naam, soort in list_velden(huidig).items():
            if (huidig, naam) not in inhoud:
                inhoud.add((huidig, naam))
                rest.extend(list_klassen(soort))
    return inhoud


def list_element(soort: Any) -> Any:
    """The type of what a list holds, as far as it is one kind of thing."""
    if get_origin(soort) in (Union, UnionType):
        soort = next(deel for deel in get_args(soort) if deel is not type(None))
    delen = get_args(soort)
    herkomst = get_origin(soort)
    is_rij = isinstance(herkomst, type) and issubclass(herkomst, RIJEN)
    return delen[0] if is_rij and (len(delen) == 1 or delen[1:] == (...,)) else Any
