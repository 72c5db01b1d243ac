"""Each command and each event, as it is in the code and on the wire."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from chat import wire

ID = UUID("6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11")
AT = "2026-01-31T12:00:00.000Z"
MOMENT = datetime(2026, 1, 31, 12, tzinfo=UTC)
LOG = {"conversation": 1, "seq": 45, "sender": "ada", "author": 7, "at": AT}
LOBBY = wire.Conversation(
    id=1,
    kind="room",
    name="#lobby",
    key="#lobby",
    topic="",
    head=45,
    read=41,
    private=False,
    unread=3,
)
LOBBY_JSON = (
    '{"id":1,"kind":"room","name":"#lobby","key":"#lobby","topic":"",'
    '"head":45,"read":41,'
    '"private":false,"unread":3,"epoch":0,"mentions":0,"level":"all"}'
)
OFFERED = wire.OfferedRoom(id=2, name="#dev", key="#dev", topic="Code", private=True)
OFFERED_JSON = '{"id":2,"name":"#dev","key":"#dev","topic":"Code","private":true}'
MESSAGE = wire.Message(
    seq=43,
    id=ID,
    sender="ada",
    author=7,
    body="hi",
    html="<p>hi</p>",
    at=AT,
    changed=45,
    edited=True,
    deleted=False,
    reactions={"👍": ["bob"]},
    reactors={"👍": [8]},
)
MESSAGE_JSON = (
    f'{{"seq":43,"id":"{ID}","from":"ada","author":7,"body":"hi",'
    f'"html":"<p>hi</p>","at":"{AT}","changed":45,"edited":true,"deleted":false,'
    '"reactions":{"👍":["bob"]},"guest":false,"reactors":{"👍":[8]}}'
)

KEPT = wire.Kept(
    conversation=1, seq=43, kept=AT, sender="ada", author=7, body="hi", at=AT, by="bob"
)
KEPT_JSON = (
    f'{{"conversation":1,"seq":43,"kept":"{AT}","from":"ada","author":7,'
    f'"body":"hi","at":"{AT}","by":"bob"}}'
)
POLL = wire.Poll(
    html="<p>Tea?</p>",
    options=[wire.PollOption(text="Yes", votes=2), wire.PollOption(text="No", votes=0)],
    voters=2,
    many=False,
    closed=False,
)
POLL_JSON = (
    '{"html":"<p>Tea?</p>","options":[{"text":"Yes","votes":2},'
    '{"text":"No","votes":0}],"voters":2,"many":false,"closed":false}'
)
FILE = wire.File(
    id=ID,
    name="plan.pdf",
    media="application/octet-stream",
    size=12,
    href="/files/1/plan.pdf",
)
FILE_JSON = (
    f'{{"id":"{ID}","name":"plan.pdf","media":"application/octet-stream","size":12,'
    '"href":"/files/1/plan.pdf"}'
)
SOMEBODY = wire.Person(id=8, name="Bob", key="bob", guest=True)
SOMEBODY_JSON = '{"id":8,"name":"Bob","key":"bob","guest":true}'
SAID = wire.Said(seq=43, sender="bob", author=8, at=AT, body="boo")
REPORT = wire.Report(
    report=3,
    at=AT,
    reason="rude",
    whom="bob",
    person=8,
    by="ada",
    conversation=1,
    place="#lobby",
    said=[SAID],
)
REPORT_JSON = (
    f'{{"report":3,"at":"{AT}","reason":"rude","whom":"bob","person":8,"by":"ada",'
    '"conversation":1,"place":"#lobby","said":[{"seq":43,"from":"bob","author":8,'
    f'"at":"{AT}","body":"boo"}}]}}'
)
OWN_REPORT = wire.Report(
    report=4,
    at=AT,
    reason="spam",
    whom="bob",
    person=8,
    outcome="acted",
    word="banned",
    ended=AT,
)
OWN_REPORT_JSON = (
    f'{{"report":4,"at":"{AT}","reason":"spam","whom":"bob","person":8,'
    f'"outcome":"acted","word":"banned","ended":"{AT}"}}'
)
LINK = wire.InviteLink(
    link=3,
    url="https://chat.test/join/abc/",
    conversation=2,
    room="#dev",
    by="ada",
    author=7,
    at=AT,
    uses=10,
    used=1,
    guests=True,
    came=[wire.CameBy(name="bob", author=8, at=AT)],
)
LINK_JSON = (
    '{"link":3,"url":"https://chat.test/join/abc/","conversation":2,"room":"#dev",'
    f'"by":"ada","author":7,"at":"{AT}","uses":10,"used":1,"guests":true,'
    f'"came":[{{"name":"bob","author":8,"at":"{AT}"}}]}}'
)
SITE_LINK = wire.InviteLink(
    link=4,
    url="/join/def/",
    by="ada",
    author=7,
    at=AT,
    until=AT,
    used=0,
    guests=False,
    over=True,
    came=[],
)
SITE_LINK_JSON = (
    f'{{"link":4,"url":"/join/def/","by":"ada","author":7,"at":"{AT}",'
    f'"until":"{AT}","used":0,"guests":false,"over":true,"came":[]}}'
)
OWN_POLL = msgspec.structs.replace(POLL, mine=[1])
OWN_POLL_JSON = f'{POLL_JSON[:-1]},"mine":[1]}}'
QUOTE = wire.Quote(seq=9, sender="bob", author=8, body="", deleted=True)
QUOTE_JSON = '{"seq":9,"from":"bob","author":8,"body":"","deleted":true}'

COMMANDS = [
    ('{"type":"login","name":"ada"}', wire.Login(name="ada")),
    (
        '{"type":"login","name":"ada","password":"x"}',
        wire.Login(name="ada", password="x"),
    ),
    ('{"type":"login","name":"ada","token":"t"}', wire.Login(name="ada", token="t")),
    ('{"type":"login","name":"ada","pages":true}', wire.Login(name="ada", pages=True)),
    (
        '{"type":"login","name":"ada","invite":"/join/abc/"}',
        wire.Login(name="ada", invite="/join/abc/"),
    ),
    (
        f'{{"type":"post","to":1,"body":"hi","id":"{ID}"}}',
        wire.Post(to=1, body="hi", id=ID),
    ),
    (
        f'{{"type":"post","to":1,"body":"waves","id":"{ID}","action":true}}',
        wire.Post(to=1, body="waves", id=ID, action=True),
    ),
    (
        f'{{"type":"post","to":1,"body":"hi","id":"{ID}","reads":true}}',
        wire.Post(to=1, body="hi", id=ID, reads=True),
    ),
    (
        f'{{"type":"post","to":1,"body":"hi","id":"{ID}","reply_to":9,"epoch":7}}',
        wire.Post(to=1, body="hi", id=ID, reply_to=9, epoch=7),
    ),
    (
        f'{{"type":"post","to":"#dev","body":"hi","id":"{ID}"}}',
        wire.Post(to="#dev", body="hi", id=ID),
    ),
    (
        '{"type":"edit","conversation":1,"seq":2,"body":"x"}',
        wire.Edit(conversation=1, seq=2, body="x"),
    ),
    (
        '{"type":"delete","conversation":1,"seq":2}',
        wire.Delete(conversation=1, seq=2),
    ),
    (
        '{"type":"react","conversation":1,"seq":2,"emoji":"👍","on":true}',
        wire.React(conversation=1, seq=2, emoji="👍", on=True),
    ),
    (
        '{"type":"history","conversation":1}',
        wire.FetchHistory(conversation=1, before=None, after=None, limit=50),
    ),
    (
        '{"type":"history","conversation":1,"before":9,"limit":200}',
        wire.FetchHistory(conversation=1, before=9, limit=200),
    ),
    (
        '{"type":"history","conversation":1,"after":0,"limit":1}',
        wire.FetchHistory(conversation=1, after=0, limit=1),
    ),
    (
        '{"type":"history","conversation":1,"around":9}',
        wire.FetchHistory(conversation=1, around=9, limit=50),
    ),
    (
        '{"type":"chain","conversation":1,"seq":9}',
        wire.FetchChain(conversation=1, seq=9, limit=50),
    ),
    (
        '{"type":"changes","conversation":1,"since":0}',
        wire.FetchChanges(conversation=1, since=0, limit=200),
    ),
    (
        '{"type":"changes","conversation":1,"since":5,"limit":10}',
        wire.FetchChanges(conversation=1, since=5, limit=10),
    ),
    (
        '{"type":"changes","conversation":1,"since":5,"epoch":7}',
        wire.FetchChanges(conversation=1, since=5, limit=200, epoch=7),
    ),
    (
        '{"type":"read","conversation":1,"seq":2,"epoch":7}',
        wire.MarkRead(conversation=1, seq=2, epoch=7),
    ),
    ('{"type":"read","conversation":1,"seq":2}', wire.MarkRead(conversation=1, seq=2)),
    ('{"type":"typing","conversation":1}', wire.Type(conversation=1)),
    ('{"type":"language","language":"de"}', wire.SetLanguage(language="de")),
    (
        '{"type":"level","conversation":1,"level":"mentions"}',
        wire.SetLevel(conversation=1, level="mentions"),
    ),
    (
        '{"type":"level","conversation":1,"hidden":false}',
        wire.SetLevel(conversation=1, hidden=False),
    ),
    ('{"type":"unread","conversation":1}', wire.MarkUnread(conversation=1)),
    (
        '{"type":"unread","conversation":1,"seq":43,"epoch":7}',
        wire.MarkUnread(conversation=1, seq=43, epoch=7),
    ),
    ('{"type":"count","conversation":1}', wire.CountUnread(conversation=1)),
    ('{"type":"readers","conversation":1}', wire.FetchReaders(conversation=1)),
    (
        '{"type":"readers","conversation":1,"seq":43}',
        wire.FetchReaders(conversation=1, seq=43),
    ),
    ('{"type":"receipts","on":false}', wire.SetReceipts(on=False)),
    ('{"type":"who"}', wire.Who()),
    ('{"type":"find","name":"ＢＯＢ"}', wire.Find(name="ＢＯＢ")),
    (
        '{"type":"status","text":"🌴 Away","until":"2026-02-01T18:00:00Z"}',
        wire.SetStatus(text="🌴 Away", until=datetime(2026, 2, 1, 18, tzinfo=UTC)),
    ),
    ('{"type":"statuses"}', wire.ListStatuses()),
    (
        '{"type":"zone","zone":"Europe/Berlin"}',
        wire.TellZone(zone="Europe/Berlin", on=True),
    ),
    ('{"type":"rename","name":"rob"}', wire.Rename(name="rob")),
    ('{"type":"people"}', wire.ListPeople(match="", limit=50)),
    (
        '{"type":"people","match":"zo","limit":8}',
        wire.ListPeople(match="zo", limit=8),
    ),
    ('{"type":"profile","name":"bob"}', wire.FetchProfile(name="bob")),
    (
        '{"type":"profile","name":"bob","author":2}',
        wire.FetchProfile(name="bob", author=2),
    ),
    ('{"type":"who","after":"bob","limit":50}', wire.Who(after="bob", limit=50)),
    ('{"type":"search","query":"cake"}', wire.Search(query="cake")),
    (
        '{"type":"search","query":"cake in:#dev","order":"best","limit":5}',
        wire.Search(query="cake in:#dev", order="best", limit=5),
    ),
    ('{"type":"mentions"}', wire.FetchMentions(before=None, limit=50)),
    (
        '{"type":"mentions","before":9,"limit":20}',
        wire.FetchMentions(before=9, limit=20),
    ),
    ('{"type":"members","conversation":1}', wire.ListMembers(conversation=1)),
    (
        '{"type":"members","conversation":1,"match":"bo","here":true,'
        '"cursor":"ada\\nada","limit":200}',
        wire.ListMembers(
            conversation=1, match="bo", here=True, cursor="ada\nada", limit=200
        ),
    ),
    ('{"type":"rooms"}', wire.ListRooms(after="", match="", limit=200)),
    (
        '{"type":"rooms","after":"#dev","match":"de","limit":50}',
        wire.ListRooms(after="#dev", match="de", limit=50),
    ),
    ('{"type":"conversations"}', wire.ListConversations(after=0, limit=50)),
    (
        '{"type":"conversations","after":7,"limit":200}',
        wire.ListConversations(after=7, limit=200),
    ),
    ('{"type":"create","name":"dev"}', wire.Create(name="dev")),
    (
        '{"type":"create","name":"dev","topic":"t","private":true}',
        wire.Create(name="dev", topic="t", private=True),
    ),
    ('{"type":"join","room":"#dev"}', wire.Join(room="#dev")),
    (
        '{"type":"invite","conversation":1,"name":"bob"}',
        wire.Invite(conversation=1, name="bob"),
    ),
    ('{"type":"accept","conversation":1}', wire.Accept(conversation=1)),
    ('{"type":"decline","conversation":1}', wire.Decline(conversation=1)),
    ('{"type":"leave","conversation":1}', wire.Leave(conversation=1)),
    ('{"type":"group","names":["bob"]}', wire.BeginGroup(names=["bob"])),
    (
        '{"type":"group","names":["bob","eve"],"conversation":7}',
        wire.BeginGroup(names=["bob", "eve"], conversation=7),
    ),
    (
        '{"type":"topic","conversation":1,"topic":"t"}',
        wire.SetTopic(conversation=1, topic="t"),
    ),
    (
        '{"type":"role","conversation":1,"name":"bob","role":"voice"}',
        wire.SetRole(conversation=1, name="bob", role="voice"),
    ),
    (
        '{"type":"set","conversation":1,"what":"slow","value":30}',
        wire.Steer(conversation=1, what="slow", value=30),
    ),
    (
        '{"type":"kick","conversation":1,"name":"bob","author":8,"reason":"spam"}',
        wire.Kick(conversation=1, name="bob", author=8, reason="spam"),
    ),
    (
        '{"type":"ban","conversation":1,"name":"bob","on":true,"seconds":3600}',
        wire.BanFromRoom(conversation=1, name="bob", on=True, seconds=3600),
    ),
    ('{"type":"bans","conversation":1}', wire.ListBans(conversation=1)),
    (
        '{"type":"pattern","conversation":1,"pattern":"casino*","act":"hold"}',
        wire.SetPattern(conversation=1, pattern="casino*", act="hold"),
    ),
    ('{"type":"patterns","conversation":1}', wire.ListPatterns(conversation=1)),
    ('{"type":"holds","after":7}', wire.ListHeld(after=7)),
    ('{"type":"approve","held":7}', wire.Approve(held=7)),
    (
        '{"type":"refuse","held":7,"reason":"not here"}',
        wire.Refuse(held=7, reason="not here"),
    ),
    (
        '{"type":"report","reason":"rude","conversation":1,"seq":43,"epoch":2}',
        wire.MakeReport(reason="rude", conversation=1, seq=43, epoch=2),
    ),
    (
        '{"type":"report","reason":"spam","name":"bob","author":8}',
        wire.MakeReport(reason="spam", name="bob", author=8),
    ),
    ('{"type":"reports"}', wire.ListReports(which="open", limit=50)),
    (
        '{"type":"reports","which":"own","before":7,"limit":20}',
        wire.ListReports(which="own", before=7, limit=20),
    ),
    (
        '{"type":"handle","report":3,"outcome":"acted","word":"put out"}',
        wire.HandleReport(report=3, outcome="acted", word="put out"),
    ),
    ('{"type":"create_invite_link"}', wire.CreateInviteLink()),
    (
        '{"type":"create_invite_link","conversation":2,"uses":10,"seconds":86400,'
        '"guests":false}',
        wire.CreateInviteLink(conversation=2, uses=10, seconds=86400, guests=False),
    ),
    (
        '{"type":"invite_links","conversation":2,"before":7,"limit":20}',
        wire.ListInviteLinks(conversation=2, before=7, limit=20),
    ),
    ('{"type":"revoke_invite_link","link":3}', wire.RevokeInviteLink(link=3)),
    (
        '{"type":"use_invite_link","url":"https://chat.test/join/abc/"}',
        wire.UseInviteLink(url="https://chat.test/join/abc/"),
    ),
    (
        '{"type":"purge","name":"bob","conversation":1,"reason":"floods"}',
        wire.Purge(name="bob", conversation=1, seconds=3600, reason="floods"),
    ),
    ('{"type":"unpurge","purge":3}', wire.Unpurge(purge=3)),
    (
        '{"type":"mute","name":"bob","on":true,"seconds":3600}',
        wire.Mute(name="bob", on=True, seconds=3600),
    ),
    (
        '{"type":"shutout","name":"bob","author":8,"on":true,"reach":"address"}',
        wire.ShutOut(name="bob", author=8, on=True, reach="address"),
    ),
    (
        '{"type":"take_avatar","name":"bob","reason":"rude"}',
        wire.TakeAvatar(name="bob", reason="rude"),
    ),
    (
        '{"type":"delete_account","name":"ada","password":"s","words":"go"}',
        wire.DeleteAccount(name="ada", password="s", words="go"),
    ),
    ('{"type":"export"}', wire.MakeExport()),
    ('{"type":"moderation"}', wire.ListModeration()),
    ('{"type":"acts","before":7,"limit":20}', wire.ListActs(before=7, limit=20)),
    ('{"type":"block","name":"bob","on":true}', wire.Block(name="bob", on=True)),
    (
        '{"type":"block","name":"bob","on":true,"author":8}',
        wire.Block(name="bob", on=True, author=8),
    ),
    ('{"type":"hide","conversation":3}', wire.Hide(conversation=3)),
    ('{"type":"hide","conversation":3,"seq":7}', wire.Hide(conversation=3, seq=7)),
    ('{"type":"show","name":"bob"}', wire.Show(name="bob")),
    (
        '{"type":"pin","conversation":1,"seq":43,"on":true}',
        wire.Pin(conversation=1, seq=43, on=True),
    ),
    ('{"type":"pins","conversation":1}', wire.ListPins(conversation=1)),
    (
        '{"type":"save","conversation":1,"seq":43,"on":true,"epoch":2}',
        wire.Save(conversation=1, seq=43, on=True, epoch=2),
    ),
    ('{"type":"saved","before":7}', wire.ListSaved(before=7, limit=50)),
    (
        '{"type":"versions","conversation":1,"seq":43}',
        wire.ListVersions(conversation=1, seq=43),
    ),
    (
        f'{{"type":"schedule","to":"#lobby","body":"hi","id":"{ID}",'
        f'"at":"{AT}","reply_to":43,"epoch":2}}',
        wire.Schedule(to="#lobby", body="hi", id=ID, at=MOMENT, reply_to=43, epoch=2),
    ),
    ('{"type":"why","conversation":1,"seq":43}', wire.AskWhy(conversation=1, seq=43)),
    ('{"type":"devices"}', wire.ListDevices()),
    (
        '{"type":"add_device","endpoint":"https://push.example/1","key":"BC",'
        '"auth":"DE","name":"phone"}',
        wire.AddDevice(
            endpoint="https://push.example/1", key="BC", auth="DE", name="phone"
        ),
    ),
    ('{"type":"remove_device","id":3}', wire.RemoveDevice(id=3)),
    (f'{{"type":"pause","until":"{AT}"}}', wire.Pause(until=MOMENT)),
    ('{"type":"test_device","id":3}', wire.TestDevice(id=3)),
    ('{"type":"scheduled"}', wire.ListScheduled()),
    (
        f'{{"type":"reschedule","id":"{ID}","at":"{AT}","body":"hi all"}}',
        wire.Reschedule(id=ID, at=MOMENT, body="hi all"),
    ),
    (
        f'{{"type":"reschedule","id":"{ID}","now":true}}',
        wire.Reschedule(id=ID, now=True),
    ),
    (f'{{"type":"unschedule","id":"{ID}"}}', wire.Unschedule(id=ID)),
    (
        '{"type":"upload","name":"plan.pdf","size":12,"to":"#lobby"}',
        wire.BeginUpload(name="plan.pdf", size=12, to="#lobby"),
    ),
    (
        '{"type":"upload","name":"voice.ogg","wave":[0,100],"seconds":65}',
        wire.BeginUpload(name="voice.ogg", wave=[0, 100], seconds=65),
    ),
    (f'{{"type":"avatar","file":"{ID}"}}', wire.SetAvatar(file=ID)),
    ('{"type":"avatars","people":[8]}', wire.FetchAvatars(people=[8])),
    (
        f'{{"type":"share","to":1,"id":"{ID}","files":["{ID}"],"body":"see"}}',
        wire.Share(to=1, id=ID, files=[ID], body="see"),
    ),
    (
        '{"type":"files","conversation":1,"seq":43}',
        wire.FetchFiles(conversation=1, seq=43),
    ),
    (
        f'{{"type":"poll","to":1,"id":"{ID}","text":"Tea?","options":["Yes","No"]}}',
        wire.StartPoll(to=1, id=ID, text="Tea?", options=["Yes", "No"]),
    ),
    (
        '{"type":"vote","conversation":1,"options":[1],"seq":43}',
        wire.Vote(conversation=1, seq=43, options=[1]),
    ),
    (
        '{"type":"close_poll","conversation":1,"seq":43}',
        wire.ClosePoll(conversation=1, seq=43),
    ),
    (
        '{"type":"unpreview","conversation":1,"seq":43}',
        wire.RemovePreview(conversation=1, seq=43),
    ),
    (
        '{"type":"polls","conversation":1,"before":43}',
        wire.ListPolls(conversation=1, before=43),
    ),
    (
        '{"type":"voters","conversation":1,"seq":43}',
        wire.FetchVoters(conversation=1, seq=43),
    ),
    ('{"type":"render","body":"*hi*"}', wire.Render(body="*hi*")),
    ('{"type":"ping"}', wire.Ping()),
]

EVENTS = [
    (
        wire.Welcome(
            protocol=1,
            you=wire.Person(id=7, name="ada", key="ada", guest=True),
            conversations=[LOBBY],
            online=["ada", "Bob"],
            presence=12,
            limits=wire.Limits(body=4000, history=200, rate=20.0),
            keys={"Bob": "bob"},
            numbers=[7, 8],
            token="t",
            invitations=[
                wire.Invitation(conversation=OFFERED, sender="bob", author=8, at=AT),
            ],
            blocked=[wire.Person(id=9, name="Eve", key="eve", guest=False)],
            renderer=2,
            version="1.0.0",
            build="3f9c21d0a4b7",
            language="de",
            languages={"en": "English", "de": "Deutsch"},
        ),
        '{"type":"welcome","protocol":1,"you":{"id":7,"name":"ada","key":"ada","guest":true},'
        f'"conversations":[{LOBBY_JSON}],"online":["ada","Bob"],"presence":12,'
        '"limits":{"body":4000,"history":200,"rate":20.0},"keys":{"Bob":"bob"},'
        '"numbers":[7,8],"token":"t",'
        '"invitations":[{'
        f'"conversation":{OFFERED_JSON},"from":"bob","author":8,"at":"{AT}"}}],'
        '"blocked":[{"id":9,"name":"Eve","key":"eve","guest":false}],"renderer":2,"version":"1.0.0",'
        '"build":"3f9c21d0a4b7","language":"de",'
        '"languages":{"en":"English","de":"Deutsch"},"receipts":true}',
    ),
    (
        wire.Welcome(
            protocol=1,
            you=wire.Person(id=7, name="ada", key="ada", guest=False),
            conversations=[LOBBY],
            online=["ada", "bob"],
            presence=12,
            limits=wire.Limits(body=4000, history=200, rate=20.0),
            numbers=[7, 8],
            more=True,
            others=False,
            renderer=2,
            version="1.0.0",
            build="3f9c21d0a4b7",
            language="de",
            languages={"en": "English", "de": "Deutsch"},
        ),
        '{"type":"welcome","protocol":1,"you":{"id":7,"name":"ada","key":"ada","guest":false},'
        f'"conversations":[{LOBBY_JSON}],"online":["ada","bob"],"presence":12,'
        '"limits":{"body":4000,"history":200,"rate":20.0},"keys":{},"numbers":[7,8],'
        '"invitations":[],'
        '"more":true,"others":false,"blocked":[],"renderer":2,"version":"1.0.0",'
        '"build":"3f9c21d0a4b7","language":"de",'
        '"languages":{"en":"English","de":"Deutsch"},"receipts":true}',
    ),
    (
        wire.Posted(id=ID, conversation=1, seq=45, at=AT),
        f'{{"type":"posted","id":"{ID}","conversation":1,"seq":45,"at":"{AT}"}}',
    ),
    (
        wire.MessagePosted(id=ID, body="hi", html="<p>hi</p>", **LOG),
        f'{{"type":"message","conversation":1,"seq":45,"id":"{ID}","from":"ada",'
        f'"author":7,"body":"hi","html":"<p>hi</p>","at":"{AT}","guest":false}}',
    ),
    (
        wire.MessagePosted(
            id=ID, body="waves", html="<p>waves</p>", action=True, **LOG
        ),
        f'{{"type":"message","conversation":1,"seq":45,"id":"{ID}","from":"ada",'
        f'"author":7,"body":"waves","html":"<p>waves</p>","at":"{AT}",'
        '"guest":false,"action":true}',
    ),
    (
        wire.MessagePosted(
            id=ID, body="hi", html="<p>hi</p>", reply_to=9, quote=QUOTE, **LOG
        ),
        f'{{"type":"message","conversation":1,"seq":45,"id":"{ID}","from":"ada",'
        f'"author":7,"body":"hi","html":"<p>hi</p>","at":"{AT}",'
        f'"guest":false,"reply_to":9,"quote":{QUOTE_JSON}}}',
    ),
    (
        wire.Edited(target=43, body="hi", html="<p>hi</p>", **LOG),
        '{"type":"edited","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"body":"hi","html":"<p>hi</p>","at":"{AT}","author":7}}',
    ),
    (
        wire.Deleted(target=43, **LOG),
        '{"type":"deleted","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"at":"{AT}","author":7}}',
    ),
    (
        wire.Deleted(target=43, whose=8, **LOG),
        '{"type":"deleted","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"at":"{AT}","author":7,"whose":8}}',
    ),
    (
        wire.Reacted(target=43, emoji="👍", on=True, **LOG),
        '{"type":"reacted","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"emoji":"👍","on":true,"at":"{AT}","author":7}}',
    ),
    (
        wire.Pinned(target=43, on=True, **LOG),
        '{"type":"pinned","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"on":true,"at":"{AT}","author":7}}',
    ),
    (
        wire.TopicSet(topic="Code", **LOG),
        '{"type":"topic","conversation":1,"seq":45,"from":"ada",'
        f'"topic":"Code","at":"{AT}","author":7}}',
    ),
    (
        wire.Happened(kind="name", value="#web", key="#web", before="#dev", **LOG),
        '{"type":"happened","conversation":1,"seq":45,"from":"ada","author":7,'
        f'"at":"{AT}","kind":"name","value":"#web","key":"#web","before":"#dev"}}',
    ),
    (
        wire.Happened(kind="kicked", whom="bob", person=8, reason="spam", **LOG),
        '{"type":"happened","conversation":1,"seq":45,"from":"ada","author":7,'
        f'"at":"{AT}","kind":"kicked","whom":"bob","person":8,"reason":"spam"}}',
    ),
    (
        wire.Bans(
            conversation=1,
            bans=[wire.KeptOut(name="bob", author=8, banned=True, at=AT, by="ada")],
        ),
        '{"type":"bans","conversation":1,"bans":[{"name":"bob","author":8,'
        f'"banned":true,"at":"{AT}","reason":"","by":"ada"}}]}}',
    ),
    (
        wire.Held(id=ID, conversation=1, number=7, at=AT),
        f'{{"type":"held","id":"{ID}","conversation":1,"number":7,"at":"{AT}"}}',
    ),
    (
        wire.Holds(
            messages=[
                wire.Waiting(
                    number=7,
                    id=ID,
                    conversation=1,
                    name="#lobby",
                    sender="bob",
                    author=8,
                    body="casinos",
                    at=AT,
                    pattern="casino*",
                )
            ]
        ),
        f'{{"type":"holds","messages":[{{"number":7,"id":"{ID}","conversation":1,'
        '"name":"#lobby","from":"bob","author":8,"body":"casinos",'
        f'"at":"{AT}","pattern":"casino*"}}]}}',
    ),
    (
        wire.Decided(number=7, id=ID, conversation=1, sender="ada", author=8, seq=46),
        f'{{"type":"decided","number":7,"id":"{ID}","conversation":1,"from":"ada",'
        '"author":8,"seq":46}',
    ),
    (
        wire.Patterns(
            conversation=1,
            patterns=[wire.Ruling(pattern="casino*", act="hold", by="ada")],
        ),
        '{"type":"patterns","conversation":1,"patterns":[{"pattern":"casino*",'
        '"act":"hold","reason":"","by":"ada"}]}',
    ),
    (
        wire.Reported(report=OWN_REPORT),
        f'{{"type":"reported","report":{OWN_REPORT_JSON}}}',
    ),
    (
        wire.Reports(which="open", reports=[REPORT], more=True, open=2),
        f'{{"type":"reports","which":"open","reports":[{REPORT_JSON}],"more":true,'
        '"open":2}',
    ),
    (
        wire.Handled(report=OWN_REPORT),
        f'{{"type":"handled","report":{OWN_REPORT_JSON}}}',
    ),
    (
        wire.InviteLinkChanged(link=LINK),
        f'{{"type":"invite_link","link":{LINK_JSON}}}',
    ),
    (
        wire.InviteLinks(links=[SITE_LINK], more=False),
        f'{{"type":"invite_links","links":[{SITE_LINK_JSON}],"more":false}}',
    ),
    (
        wire.Edited(
            target=43, body="hi", html="<p>hi</p>", restored=True, reply_to=9, **LOG
        ),
        '{"type":"edited","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"body":"hi","html":"<p>hi</p>","at":"{AT}","author":7,"restored":true,'
        '"reply_to":9}',
    ),
    (
        wire.Purged(purge=3, whom="bob", person=8, count=12, until=AT, conversation=1),
        '{"type":"purged","purge":3,"whom":"bob","person":8,"count":12,'
        f'"until":"{AT}","conversation":1}}',
    ),
    (
        wire.WasMuted(name="bob", person=8, on=True, reason="loud", until=AT),
        '{"type":"muted","name":"bob","person":8,"on":true,"reason":"loud",'
        f'"until":"{AT}"}}',
    ),
    (
        wire.WasShutOut(name="bob", person=8, on=True, networks=["192.0.2.1/32"]),
        '{"type":"shutout","name":"bob","person":8,"on":true,'
        '"networks":["192.0.2.1/32"]}',
    ),
    (wire.AccountDeleted(), '{"type":"account_deleted"}'),
    (wire.Export(made=False), '{"type":"export","made":false}'),
    (
        wire.Export(made=True, size=9, until=AT, href="/files/exports/7"),
        f'{{"type":"export","made":true,"size":9,"until":"{AT}",'
        '"href":"/files/exports/7"}',
    ),
    (
        wire.Moderation(
            may=["mute"],
            muted=[wire.MutedOne(name="bob", person=8)],
            shutout=[wire.ShutOutOne(name="eve", person=9, at=AT, by="ada")],
        ),
        '{"type":"moderation","may":["mute"],'
        '"muted":[{"name":"bob","person":8,"reason":""}],'
        f'"shutout":[{{"name":"eve","person":9,"at":"{AT}","reason":"",'
        '"networks":[],"by":"ada"}]}',
    ),
    (
        wire.Acts(acts=[wire.Act(act=3, at=AT, event="muted", who="ada")], more=False),
        f'{{"type":"acts","acts":[{{"act":3,"at":"{AT}","event":"muted","who":"ada",'
        '"whom":"","room":"","words":""}],"more":false}',
    ),
    (wire.Applicants(open=2, new=True), '{"type":"applicants","open":2,"new":true}'),
    (
        wire.Queue(open=2, report=3, new=True),
        '{"type":"queue","open":2,"report":3,"new":true}',
    ),
    (
        wire.History(conversation=1, messages=[MESSAGE], more=True),
        f'{{"type":"history","conversation":1,"messages":[{MESSAGE_JSON}],"more":true,'
        '"epoch":0}',
    ),
    (
        wire.History(conversation=1, messages=[], more=True, newer=True),
        '{"type":"history","conversation":1,"messages":[],"more":true,"newer":true,'
        '"epoch":0}',
    ),
    (
        wire.Changes(
            conversation=1, messages=[MESSAGE], upto=45, more=False, topic="Code"
        ),
        f'{{"type":"changes","conversation":1,"messages":[{MESSAGE_JSON}],"upto":45,'
        '"more":false,"topic":"Code","epoch":0}',
    ),
    (
        wire.Changes(
            conversation=1,
            messages=[],
            upto=45,
            more=False,
            topic="",
            epoch=7,
            reset=True,
        ),
        '{"type":"changes","conversation":1,"messages":[],"upto":45,"more":false,'
        '"topic":"","epoch":7,"reset":true}',
    ),
    (
        wire.Heads(heads={1: 45, 2: 3}, read={1: 41, 2: 3}),
        '{"type":"heads","heads":{"1":45,"2":3},"read":{"1":41,"2":3},"epochs":{}}',
    ),
    (
        wire.Heads(heads={1: 45}, read={1: 41}, epochs={1: 7}),
        '{"type":"heads","heads":{"1":45},"read":{"1":41},"epochs":{"1":7}}',
    ),
    (
        wire.Read(conversation=1, seq=45),
        '{"type":"read","conversation":1,"seq":45}',
    ),
    (
        wire.Typing(conversation=1, sender="ada", author=7),
        '{"type":"typing","conversation":1,"from":"ada","author":7}',
    ),
    (
        wire.Presence(version=13, online=["bob"], offline=[], came=[8]),
        '{"type":"presence","version":13,"online":["bob"],"offline":[],"keys":{},'
        '"came":[8],"went":[]}',
    ),
    (
        wire.Renamed(
            person=wire.Person(id=8, name="rob", key="rob", guest=False), former="bob"
        ),
        '{"type":"renamed","person":{"id":8,"name":"rob","key":"rob","guest":false},'
        '"former":"bob","gone":false}',
    ),
    (
        wire.Delayed(on=True),
        '{"type":"delayed","on":true}',
    ),
    (
        wire.Online(version=13, users=["ada", "bob"], numbers=[7, 8]),
        '{"type":"online","version":13,"users":["ada","bob"],"keys":{},"numbers":[7,8]}',
    ),
    (
        wire.Online(version=13, users=["ada"], numbers=[7], more=True),
        '{"type":"online","version":13,"users":["ada"],"keys":{},"numbers":[7],'
        '"more":true}',
    ),
    (
        wire.LevelSet(conversation=1, level="nothing", hidden=True),
        '{"type":"level","conversation":1,"level":"nothing","hidden":true}',
    ),
    (
        wire.MarkedUnread(conversation=LOBBY),
        f'{{"type":"unread","conversation":{LOBBY_JSON}}}',
    ),
    (
        wire.Counted(conversation=1, unread=380, read=41, head=500),
        '{"type":"counted","conversation":1,"unread":380,"read":41,"head":500}',
    ),
    (
        wire.Readers(
            conversation=1,
            seq=43,
            people=[wire.Person(id=8, name="bob", key="bob", guest=False)],
        ),
        '{"type":"readers","conversation":1,"seq":43,'
        '"people":[{"id":8,"name":"bob","key":"bob","guest":false}]}',
    ),
    (
        wire.Seen(conversation=1, read={8: 43}),
        '{"type":"seen","conversation":1,"read":{"8":43}}',
    ),
    (wire.ReceiptsSet(on=False), '{"type":"receipts","on":false}'),
    (wire.LanguageSet(language="de"), '{"type":"language","language":"de"}'),
    (
        wire.Rendered(html="<p><em>hi</em></p>"),
        '{"type":"rendered","html":"<p><em>hi</em></p>"}',
    ),
    (
        wire.Found(person=wire.Person(id=8, name="Bob", key="bob", guest=True)),
        '{"type":"found","person":{"id":8,"name":"Bob","key":"bob","guest":true}}',
    ),
    (
        wire.People(people=[wire.Person(id=8, name="Bob", key="bob", guest=False)]),
        '{"type":"people","people":[{"id":8,"name":"Bob","key":"bob","guest":false}],'
        '"more":false}',
    ),
    (
        wire.Profile(
            person=wire.Person(id=8, name="Bob", key="bob", guest=False),
            here=False,
            since=AT,
            rooms=["#lobby"],
            seen=AT,
        ),
        '{"type":"profile","person":{"id":8,"name":"Bob","key":"bob","guest":false},'
        f'"here":false,"since":"{AT}","rooms":["#lobby"],"seen":"{AT}"}}',
    ),
    (
        wire.Profile(
            person=wire.Person(id=8, name="Bob", key="bob", guest=False),
            here=True,
            since=AT,
            rooms=[],
            status=wire.Status(person=8, text="🌴 Away", until=AT),
            ahead=-90,
            messages=1000,
            more=True,
            doors=["browser", "json/desktop"],
            muted=wire.MutedOne(name="Bob", person=8, reason="loud", until=AT),
        ),
        '{"type":"profile","person":{"id":8,"name":"Bob","key":"bob","guest":false},'
        f'"here":true,"since":"{AT}","rooms":[],'
        f'"status":{{"person":8,"text":"🌴 Away","until":"{AT}"}},'
        '"ahead":-90,"messages":1000,"more":true,'
        '"doors":["browser","json/desktop"],'
        '"muted":{"name":"Bob","person":8,"reason":"loud",'
        f'"until":"{AT}"}}}}',
    ),
    (
        wire.StatusSet(sender="bob", status=wire.Status(person=8, text="")),
        '{"type":"status","from":"bob","status":{"person":8,"text":""}}',
    ),
    (
        wire.Statuses(statuses=[wire.Status(person=8, text="🌴 Away")]),
        '{"type":"statuses","statuses":[{"person":8,"text":"🌴 Away"}]}',
    ),
    (
        wire.ZoneSet(zone="Europe/Berlin", on=True),
        '{"type":"zone","zone":"Europe/Berlin","on":true}',
    ),
    (
        wire.Members(
            conversation=1,
            members=[
                wire.Member(
                    **{"id": 8, "name": "bob", "key": "bob", "guest": False},
                    since="2026-01-31T12:00:00.000Z",
                    seen="2026-02-01T12:00:00.000Z",
                )
            ],
            total=2,
            more=True,
            cursor="bob\nbob",
        ),
        '{"type":"members","conversation":1,"members":[{"id":8,"name":"bob",'
        '"key":"bob","guest":false,"since":"2026-01-31T12:00:00.000Z",'
        '"role":"member","here":false,"seen":"2026-02-01T12:00:00.000Z"}],'
        '"total":2,"more":true,"cursor":"bob\\nbob"}',
    ),
    (
        wire.Rooms(
            rooms=[
                wire.Room(
                    id=1,
                    name="#dev",
                    key="#dev",
                    topic="Code",
                    members=2,
                    private=False,
                    member=True,
                )
            ],
            more=True,
        ),
        '{"type":"rooms","rooms":[{"id":1,"name":"#dev","key":"#dev","topic":"Code",'
        '"members":2,"private":false,"member":true}],"more":true}',
    ),
    (
        wire.Conversations(conversations=[LOBBY], upto=1, more=True),
        f'{{"type":"conversations","conversations":[{LOBBY_JSON}],"upto":1,'
        '"more":true}',
    ),
    (
        wire.Invited(conversation=OFFERED, sender="bob", author=8, at=AT),
        f'{{"type":"invited","conversation":{OFFERED_JSON},"from":"bob","author":8,'
        f'"at":"{AT}"}}',
    ),
    (
        wire.Invited(conversation=2, name="bob", ref="1"),
        '{"type":"invited","conversation":2,"name":"bob","ref":"1"}',
    ),
    (wire.Declined(conversation=2), '{"type":"declined","conversation":2}'),
    (
        wire.Joined(conversation=LOBBY, sender="ada", author=7),
        f'{{"type":"joined","conversation":{LOBBY_JSON},"from":"ada","author":7}}',
    ),
    (
        wire.Joined(conversation=1, sender="ada", author=7),
        '{"type":"joined","conversation":1,"from":"ada","author":7}',
    ),
    (
        wire.Left(conversation=1, sender="bob", author=8, by="ada", reason="spam"),
        '{"type":"left","conversation":1,"from":"bob","author":8,"by":"ada",'
        '"reason":"spam"}',
    ),
    (
        wire.Left(conversation=1, sender="ada", author=7),
        '{"type":"left","conversation":1,"from":"ada","author":7}',
    ),
    (
        wire.Error(code="rate-limited", detail="Too fast.", retry=0.25, ref="1"),
        '{"type":"error","code":"rate-limited","detail":"Too fast.","retry":0.25,'
        '"ref":"1"}',
    ),
    (
        wire.Error(code="malformed", detail="No."),
        '{"type":"error","code":"malformed","detail":"No."}',
    ),
    (
        wire.Blocked(name="bob", author=8, on=True),
        '{"type":"blocked","name":"bob","author":8,"on":true}',
    ),
    (
        wire.Blocked(name="bob", author=8, on=True, conversation=3),
        '{"type":"blocked","name":"bob","author":8,"on":true,"conversation":3}',
    ),
    (
        wire.Hidden(conversation=3),
        '{"type":"hidden","conversation":3}',
    ),
    (
        wire.Pins(conversation=1, pins=[KEPT]),
        f'{{"type":"pins","conversation":1,"pins":[{KEPT_JSON}]}}',
    ),
    (
        wire.PollTold(target=43, poll=POLL, **LOG),
        '{"type":"poll","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"author":7,"poll":{POLL_JSON},"at":"{AT}"}}',
    ),
    (
        wire.Previewed(
            target=43, html="", preview=wire.Preview(url="http://a/", title="A"), **LOG
        ),
        '{"type":"previewed","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"author":7,"html":"","at":"{AT}",'
        '"preview":{"url":"http://a/","title":"A"}}',
    ),
    (
        wire.Voted(conversation=1, target=43, poll=OWN_POLL),
        f'{{"type":"voted","conversation":1,"target":43,"poll":{OWN_POLL_JSON}}}',
    ),
    (
        wire.Polls(conversation=1, messages=[], more=False),
        '{"type":"polls","conversation":1,"messages":[],"more":false}',
    ),
    (
        wire.Voters(conversation=1, target=43, voters=[[SOMEBODY], []]),
        f'{{"type":"voters","conversation":1,"target":43,"voters":[[{SOMEBODY_JSON}],[]]}}',
    ),
    (
        wire.Avatars(avatars=[wire.Avatar(person=8, png="iVBORw==")]),
        '{"type":"avatars","avatars":[{"person":8,"png":"iVBORw=="}]}',
    ),
    (
        wire.AvatarSet(name="bob", person=8, href="/site/avatars/x.webp"),
        '{"type":"avatar","name":"bob","person":8,"href":"/site/avatars/x.webp"}',
    ),
    (
        wire.Upload(id=ID, name="plan.pdf", href="/files/upload/x", until=AT),
        f'{{"type":"upload","id":"{ID}","name":"plan.pdf","href":"/files/upload/x",'
        f'"until":"{AT}"}}',
    ),
    (
        wire.Files(conversation=1, target=43, files=[FILE]),
        f'{{"type":"files","conversation":1,"target":43,"files":[{FILE_JSON}]}}',
    ),
    (
        wire.Bookmarked(conversation=1, target=43, on=True),
        '{"type":"bookmarked","conversation":1,"target":43,"on":true}',
    ),
    (
        wire.Saved(
            saved=[wire.Kept(conversation=1, seq=3, kept=AT, number=9, gone=True)],
            more=False,
        ),
        f'{{"type":"saved","saved":[{{"conversation":1,"seq":3,"kept":"{AT}",'
        '"number":9,"gone":true}],"more":false}',
    ),
    (
        wire.Versions(
            conversation=1,
            target=43,
            versions=[wire.Version(body="hi", at=AT, until=AT, by="ada")],
            deleted=True,
        ),
        '{"type":"versions","conversation":1,"target":43,"versions":[{"body":"hi",'
        f'"at":"{AT}","until":"{AT}","by":"ada"}}],"deleted":true}}',
    ),
    (wire.Paused(until=AT), f'{{"type":"paused","until":"{AT}"}}'),
    (
        wire.Devices(
            devices=[
                wire.Device(
                    id=3, name="phone", endpoint="https://p.example/", text=True, at=AT
                )
            ],
            server_key="BF",
        ),
        '{"type":"devices","devices":[{"id":3,"name":"phone","endpoint":'
        f'"https://p.example/","text":true,"at":"{AT}"}}],"server_key":"BF"}}',
    ),
    (
        wire.Why(
            conversation=1,
            target=43,
            notified=False,
            text="You were not notified of it.",
            rules=[wire.RuleResult("read", False, "You had read it by then.")],
            decided=AT,
        ),
        '{"type":"why","conversation":1,"target":43,"notified":false,"text":"You were '
        'not notified of it.","rules":[{"rule":"read","passed":false,"text":"You had '
        'read it by then."}],'
        f'"decided":"{AT}"}}',
    ),
    (
        wire.Scheduled(
            messages=[wire.Later(id=ID, name="@bob", person=8, body="hi", at=AT)],
            whole=True,
        ),
        f'{{"type":"scheduled","messages":[{{"id":"{ID}","name":"@bob","person":8,'
        f'"body":"hi","at":"{AT}"}}],"whole":true}}',
    ),
    (
        wire.Scheduled(
            messages=[
                wire.Later(
                    id=ID,
                    conversation=1,
                    name="#lobby",
                    body="waves",
                    at=AT,
                    action=True,
                    reply_to=43,
                    error="muted",
                    detail="No.",
                )
            ]
        ),
        f'{{"type":"scheduled","messages":[{{"id":"{ID}","conversation":1,'
        f'"name":"#lobby","body":"waves","at":"{AT}","action":true,"reply_to":43,'
        '"error":"muted","detail":"No."}]}',
    ),
    (
        wire.Unscheduled(id=ID, conversation=1, seq=43),
        f'{{"type":"unscheduled","id":"{ID}","conversation":1,"seq":43}}',
    ),
    (wire.Unscheduled(id=ID), f'{{"type":"unscheduled","id":"{ID}"}}'),
    (
        wire.Mentioned(conversation=1, seq=43, sender="ada", author=7),
        '{"type":"mentioned","conversation":1,"seq":43,"from":"ada","author":7}',
    ),
    (
        wire.Results(
            hits=[
                wire.Hit(
                    conversation=1,
                    name="#lobby",
                    epoch=0,
                    seq=43,
                    sender="ada",
                    author=7,
                    guest=False,
                    at="2026-01-31T12:00:00.000Z",
                    text=["a ", "cake", ""],
                )
            ],
            more=True,
            cursor="9",
        ),
        '{"type":"results","hits":[{"conversation":1,"name":"#lobby","epoch":0,'
        '"seq":43,"from":"ada","author":7,"guest":false,'
        '"at":"2026-01-31T12:00:00.000Z","text":["a ","cake",""]}],'
        '"more":true,"cursor":"9"}',
    ),
    (
        wire.Mentions(
            mentions=[wire.Mentioning(conversation=1, name="#lobby", message=MESSAGE)],
            upto=9,
            more=True,
        ),
        f'{{"type":"mentions","mentions":[{{"conversation":1,"name":"#lobby",'
        f'"message":{MESSAGE_JSON}}}],"upto":9,"more":true}}',
    ),
    (
        wire.Edited(
            target=43,
            body="@李雷你好",
            html="<p>@李雷你好</p>",
            mentions=[
                wire.Mention(author=8, name="李雷", within="李雷你好", called="rob")
            ],
            calls="here",
            **LOG,
        ),
        f'{{"type":"edited","conversation":1,"seq":45,"target":43,"from":"ada",'
        f'"body":"@李雷你好","html":"<p>@李雷你好</p>","at":"{AT}","author":7,'
        '"mentions":[{"author":8,"name":"李雷","within":"李雷你好","called":"rob"}],'
        '"calls":"here"}',
    ),
    (wire.Pong(ref="1"), '{"type":"pong","ref":"1"}'),
    (
        wire.Goodbye(detail="Come back.", retry=0.7),
        '{"type":"goodbye","detail":"Come back.","retry":0.7}',
    ),
    (
        wire.Notice(detail="An administrator set your password."),
        '{"type":"notice","detail":"An administrator set your password."}',
    ),
]

# Objects that are no command of the contract: a field is missing or wrong.
WRONG = [
    "{}",
    '{"type":null}',
    '{"type":5}',
    '{"type":["ping"]}',
    '{"type":"login"}',
    '{"type":"login","name":7}',
    '{"type":"login","name":"' + "x" * 201 + '"}',
    '{"type":"login","name":"ada","password":"' + "x" * 1001 + '"}',
    f'{{"type":"post","to":0,"body":"hi","id":"{ID}"}}',
    f'{{"type":"post","to":-1,"body":"hi","id":"{ID}"}}',
    f'{{"type":"post","to":true,"body":"hi","id":"{ID}"}}',
    f'{{"type":"post","to":1.5,"body":"hi","id":"{ID}"}}',
    f'{{"type":"post","to":1,"body":null,"id":"{ID}"}}',
    '{"type":"post","to":1,"body":"hi","id":"1"}',
    '{"type":"post","to":1,"body":"hi"}',
    '{"type":"edit","conversation":1,"body":"x"}',
    '{"type":"delete","conversation":"1","seq":2}',
    '{"type":"react","conversation":1,"seq":2,"emoji":"","on":true}',
    '{"type":"react","conversation":1,"seq":2,"emoji":"👍","on":1}',
    '{"type":"history","conversation":1,"limit":0}',
    '{"type":"history","conversation":1,"limit":201}',
    '{"type":"history","conversation":9223372036854775808}',
    '{"type":"block","name":"bob"}',
    '{"type":"block","name":"bob","on":1}',
    '{"type":"hide"}',
    '{"type":"hide","conversation":3,"seq":-1}',
    '{"type":"show"}',
    '{"type":"changes","conversation":1}',
    '{"type":"changes","conversation":1,"since":-1}',
]
